"""Visitors of the hall over the conversation's own socket, at the real counter process."""

import json
from typing import Any

from websockets.sync.client import ClientConnection

from tests.counter_process import Citizen, Counter, next_message, open_socket


def stand(socket: ClientConnection, x: int, z: int = 20, *, sits: bool = False) -> None:
    socket.send(json.dumps({"type": "presence", "spot": [x, z], "sits": sits}))


def next_presence(socket: ClientConnection) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=60))
        if frame.get("type") == "presence":
            return frame


def others_of(socket: ClientConnection) -> list[list[Any]]:
    """Wait until somebody is told of."""
    while not (others := next_presence(socket)["others"]):
        pass
    return list(others)


def test_two_citizens_see_where_the_other_stands_and_that_it_has_gone(counter: Counter, citizen: Citizen):
    with open_socket(citizen, 1) as one:
        stand(one, -20)
        with open_socket(counter.citizen(), 1) as two:
            stand(two, 30, 25, sits=True)
            ((number, *place),) = others_of(one)
            assert place == [30, 25, True]
            assert [other[1:] for other in others_of(two)] == [[-20, 20, False]]
        while number not in (frame := next_presence(one))["gone"]:
            pass
    assert frame["more"] == 0


def test_who_is_not_in_the_hall_hears_nothing_of_it(counter: Counter, citizen: Citizen):
    with open_socket(citizen, 1) as same_conversation, open_socket(citizen, 1) as one:
        with open_socket(counter.citizen(), 1) as two:
            stand(one, 0)
            stand(two, 5)
            assert len(others_of(one)) == len(others_of(two)) == 1
        citizen.say("안녕")
        heard = [json.loads(same_conversation.recv(timeout=60))]
        while heard[-1].get("text") != "들었어요: 안녕":
            heard.append(json.loads(same_conversation.recv(timeout=60)))
    assert "presence" not in {frame.get("type") for frame in heard}


def test_place_off_the_floor_is_answered_as_a_bad_frame_and_the_socket_stays(citizen: Citizen):
    with open_socket(citizen, 1) as socket:
        stand(socket, 5000)
        problem = json.loads(socket.recv(timeout=60))
        assert (problem["type"], problem["code"]) == ("problem", "bad_frame")
        citizen.say("안녕")
        assert next_message(socket)["text"] == "안녕"
