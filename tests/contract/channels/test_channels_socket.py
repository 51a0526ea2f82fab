"""The socket: what was missed comes once and in order, however often it breaks."""

import json
import uuid
from socket import SHUT_RDWR

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.counter_process import WAIT, Citizen, Counter, is_excuse, next_message, open_socket


def test_socket_pushes_and_takes(citizen: Citizen):
    with open_socket(citizen) as socket:
        assert next_message(socket)["seq"] == 1
        client_id = str(uuid.uuid4())
        socket.send(json.dumps({"client_id": client_id, "text": "등본"}))
        own, answer = next_message(socket), next_message(socket)
    assert (own["text"], own["client_id"], own["from"]) == ("등본", client_id, "citizen")
    assert answer["text"] == "들었어요: 등본"


def test_hundred_reconnects_lose_and_double_nothing(counter: Counter, citizen: Citizen):
    got, total = [], 0
    for number in range(100):
        citizen.say(f"말 {number}")
        total += 2
        with open_socket(citizen, after=got[-1]["seq"] if got else 1) as socket:
            for _ in range(number % 4):  # sometimes it breaks before anything came, sometimes in the middle
                if len(got) < total:
                    got.append(next_message(socket))
            socket.socket.shutdown(SHUT_RDWR)  # cut, not closed
    with open_socket(citizen, after=got[-1]["seq"]) as socket:
        while len(got) < total:
            got.append(next_message(socket))
    assert [message["seq"] for message in got] == [each["seq"] for each in citizen.read(1) if not is_excuse(each)]
    assert [message["text"] for message in got if message["from"] == "citizen"] == [f"말 {n}" for n in range(100)]
    assert [message["text"] for message in got if message["from"] == "bot"] == [f"들었어요: 말 {n}" for n in range(100)]


def test_two_sockets_see_the_same(citizen: Citizen):
    with open_socket(citizen, 1) as one, open_socket(citizen, 1) as two:
        citizen.say("안녕")
        assert [next_message(one) for _ in range(2)] == [next_message(two) for _ in range(2)]


def test_typing_is_passed_to_the_others_and_comes_from_the_bot(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "hang")
    with open_socket(citizen, 1) as one, open_socket(citizen, 1) as two:
        one.send('{"type":"typing"}')
        assert json.loads(two.recv(timeout=WAIT)) == {"type": "typing", "from": "citizen"}
        citizen.say("오래 걸려요")
        frames = [json.loads(one.recv(timeout=WAIT)) for _ in range(2)]
    counter.engine.released.set()
    citizen.wait_for_text("들었어요: 오래 걸려요")
    counter.engine.released.clear()
    assert {"type": "typing", "from": "bot"} in frames


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"client_id": "a", "text": "가" * 2001}, "too_long"),
        ({"client_id": "a", "text": "  "}, "empty"),
        ({"client_id": "a", "payload": "/restart"}, "not_offered"),
        ("no JSON", "bad_frame"),
        ({"client_id": "a", "text": "가" * 40000}, "too_large"),
    ],
)
def test_bad_frame_is_answered_and_the_socket_stays(citizen: Citizen, frame, code):
    with open_socket(citizen, 1) as socket:
        socket.send(frame if isinstance(frame, str) else json.dumps(frame, ensure_ascii=False))
        problem = json.loads(socket.recv(timeout=WAIT))
        assert (problem["type"], problem["code"]) == ("problem", code)
        assert problem["title"].endswith("요.")
        citizen.say("안녕")
        assert next_message(socket)["text"] == "안녕"


def test_stranger_and_other_site_get_no_socket(counter: Counter, citizen: Citizen):
    other = counter.citizen()
    cookie = f"minwon_conversation={citizen.id}.{citizen.token}"
    for headers in (
        {"Authorization": f"Bearer {other.token}"},
        {"Cookie": f"minwon_conversation={other.id}.{other.token}"},
        {"Cookie": cookie, "Origin": "https://elsewhere.example"},
        {"X-Nothing": "at all"},
    ):
        with pytest.raises((InvalidStatus, ConnectionClosed)):
            open_socket(citizen, **headers).recv(timeout=WAIT)
    with open_socket(citizen, 0, Cookie=cookie, Origin=counter.url) as socket:
        assert next_message(socket)["seq"] == 1
