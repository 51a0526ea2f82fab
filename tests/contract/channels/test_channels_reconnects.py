"""A thousand breaks of the line in one conversation: what was missed comes once and in order."""

import json
from itertools import count, islice
from socket import SHUT_RDWR

from websockets.sync.client import ClientConnection, connect

from tests.counter_process import WAIT, Citizen, is_excuse

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
