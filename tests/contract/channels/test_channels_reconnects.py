"""Breaks of the line, one after another and many at once: what was missed comes once and in order."""

import asyncio
import json
from itertools import count, islice
from socket import SHUT_RDWR

from websockets.sync.client import ClientConnection, connect

from tests.counter_process import WAIT, Citizen, Counter, is_excuse
from tests.reconnecting import break_lines

BREAKS, A_MESSAGE_EVERY = 1_000, 50


def line(citizen: Citizen, after: int) -> ClientConnection:
    address = f"{citizen.counter.url.replace('http', 'ws')}{citizen.path}/socket?after={after}"
    given = {"Authorization": f"Bearer {citizen.token}"}
    return connect(address, additional_headers=given, proxy=None, compression=None, open_timeout=WAIT)


def heard(socket: ClientConnection, most: int) -> list[dict]:
    """Wait for ``most`` messages; other frames are signs of life, and excuses those of a slow machine."""
    frames = (json.loads(socket.recv(timeout=WAIT)) for _ in count())
    return list(islice((each for each in frames if "seq" in each and not is_excuse(each)), most))


def test_a_thousand_reconnects_lose_and_double_nothing(citizen: Citizen):
    said = BREAKS // A_MESSAGE_EVERY
    got: list[dict] = []
    for each in range(BREAKS):
        if each % A_MESSAGE_EVERY == 0:
            citizen.say(f"말 {each // A_MESSAGE_EVERY}")
        come = 2 * (each // A_MESSAGE_EVERY + 1)  # for each thing said its answer
        with line(citizen, got[-1]["seq"] if got else 1) as socket:
            got += heard(socket, min(each % 3, come - len(got)))  # sometimes it breaks before anything came
            socket.socket.shutdown(SHUT_RDWR)  # cut, not closed
    with line(citizen, got[-1]["seq"]) as socket:
        got += heard(socket, 2 * said - len(got))
    assert [each["seq"] for each in got] == [each["seq"] for each in citizen.read(1) if not is_excuse(each)]
    assert [each["text"] for each in got if each["from"] == "citizen"] == [f"말 {n}" for n in range(said)]
    assert [each["text"] for each in got if each["from"] == "bot"] == [f"들었어요: 말 {n}" for n in range(said)]


def test_many_lines_break_while_somebody_writes(counter: Counter):
    """Two hundred breaks of twenty-five clients at once, cut and closed. `tests.bench conversations` breaks 1,000."""
    citizens = [counter.citizen() for _ in range(5)]

    def say() -> None:
        for number in range(8):
            for citizen in citizens:
                citizen.say(f"말 {number}")
        for citizen in citizens:
            citizen.wait_for_text("들었어요: 말 7")

    clients = asyncio.run(break_lines(citizens, clients=5, breaks=8, say=say))
    for client in clients:
        kept = client.citizen.read()
        assert client.heard == kept[: len(client.heard)]
        assert {"들었어요: 말 7", "말 7"} <= {message["text"] for message in client.heard}
    assert len(clients) == 25
