"""The counter is killed between taking a message and answering it: nothing is lost, nothing is answered twice."""

import json
import uuid
from contextlib import closing
from http.client import HTTPConnection

import pytest

from channels.conversation.people_tables import agents
from channels.counter.settings import CounterSettings
from documents.service.database import open_engine
from tests.counter_process import Citizen, Counter, counter_beside_fakes, eventually
from tests.staff_house import CounterStaff, Member

PATIENT = 60.0


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    with counter_beside_fakes(tmp_path_factory.mktemp("mortal"), MINWON_PATIENCE="2.4") as counter:
        yield counter


def state(citizen):
    return citizen.http.get(f"{citizen.path}/messages").json()["state"]


def bot_texts(citizen):
    return [message["text"] for message in citizen.read() if message["from"] == "bot"][1:]


def test_killed_between_receive_and_acknowledge(mortal: Counter):
    before, during, behind = mortal.citizen(), mortal.citizen(), mortal.citizen()
    mortal.engine.behave(during.id, "hang")  # heard, not finished
    mortal.engine.behave(behind.id, {"break_after": [{"text": "답이에요."}]}, "hang")  # finished; the answer is lost
    client_id = str(uuid.uuid4())
    seq = before.say("먼저", client_id)
    before.wait_for_text("들었어요: 먼저")
    during.say("도중")
    during.say("그다음")
    behind.say("끝난 것")
    eventually(lambda: mortal.engine.texts(during.id) == ["도중"], "not delivered")
    eventually(lambda: mortal.engine.texts(behind.id) == ["끝난 것"], "not delivered")
    mortal.kill()
    mortal.engine.released.set()
    eventually(lambda: mortal.engine.together[during.id] == 0, "the turn does not end")
    mortal.start()
    assert before.say("먼저", client_id) == seq
    during.wait_for_text("들었어요: 그다음")
    behind.wait_for_text("답이에요.")
    assert bot_texts(before) == ["들었어요: 먼저"]
    assert bot_texts(during) == ["들었어요: 도중", "들었어요: 그다음"]
    assert bot_texts(behind) == ["답이에요."]
    assert mortal.engine.texts(behind.id) == ["끝난 것"]
    mortal.engine.released.clear()


def test_killed_again_and_again_in_a_stream_of_messages(mortal: Counter):
    citizen = mortal.citizen()
    mortal.engine.delay = 0.02
    sent = []
    for round_ in range(2):
        for number in range(5):
            sent.append(f"말 {round_}-{number}")
            citizen.say(sent[-1])
        mortal.kill()
        mortal.start()
    citizen.wait_for_text(f"들었어요: {sent[-1]}")
    mortal.engine.delay = 0
    assert bot_texts(citizen) == [f"들었어요: {text}" for text in sent]
    read = citizen.read()
    assert [message["seq"] for message in read] == list(range(1, len(read) + 1))


def test_engine_away_is_excused_and_answers_when_back(mortal: Counter):
    citizen = mortal.citizen()
    mortal.engine_server.stop()
    try:
        citizen.say("계세요?")
        citizen.say("저기요")
        words = citizen.wait_for(lambda message: message["from"] == "system", PATIENT)
        health = citizen.http.get("/health").json()
    finally:
        mortal.engine_server.start()
    assert words["buttons"][0]["payload"] == "/request_agent"
    assert (health["status"], health["parts"]["engine"]) == ("degraded", "down")
    citizen.wait_for_text("들었어요: 저기요")
    assert bot_texts(citizen) == ["들었어요: 계세요?", "들었어요: 저기요"]
    eventually(lambda: citizen.http.get("/health").json()["parts"]["engine"] == "ok", "not well again")


def test_a_person_is_reached_while_the_engine_is_away(mortal: Counter):
    citizen = mortal.citizen()
    mortal.engine_server.stop()
    try:
        citizen.say("등본 떼줘")
        offer = citizen.wait_for(lambda message: message["from"] == "system", PATIENT)["buttons"][0]["payload"]
        citizen.press(offer)
        citizen.wait_for(lambda message: (message["card"] or {}).get("type") == "handover", PATIENT)
    finally:
        mortal.engine_server.start()
    assert state(citizen) == "waiting"


def test_pressed_alone_the_button_needs_no_engine(mortal: Counter):
    citizen = mortal.citizen()
    mortal.engine.behave(citizen.id, *["error"] * 3)
    citizen.say("안 돼요")
    citizen.wait_for(lambda message: message["buttons"] and message["from"] == "system", PATIENT)
    mortal.engine_server.stop()
    try:
        citizen.press("/request_agent")
        citizen.wait_for(lambda message: (message["card"] or {}).get("type") == "handover", PATIENT)
    finally:
        mortal.engine_server.start()
    assert state(citizen) == "waiting"


def test_killed_in_the_middle_of_a_hand_over(mortal: Counter):
    asked, waiting = mortal.citizen(), mortal.citizen()
    wish = {"handover": {"reason": "paper", "team": "papers", "summary": {"document": "주민등록표 등본"}}}
    said = [{"text": "바꿔 드릴게요."}, {"custom": wish}]
    mortal.engine.behave(asked.id, {"break_after": said}, "hang")  # the engine has said so, nobody has heard it
    mortal.engine.behave(waiting.id, said)
    waiting.say("사람이요")
    waiting.wait_for(lambda message: message["card"], PATIENT)
    asked.say("사람이요")
    eventually(lambda: mortal.engine.texts(asked.id) == ["사람이요"], "not delivered", PATIENT)
    mortal.kill()
    mortal.start()
    waiting.say("아직 있어요")
    asked.wait_for(lambda message: message["card"], PATIENT)
    for citizen in (asked, waiting):
        read = citizen.read()
        assert [message["seq"] for message in read] == list(range(1, len(read) + 1))
        assert [message["text"] for message in read].count("바꿔 드릴게요.") == 1
        assert len([message for message in read if message["card"] and "replaces" not in message]) == 1
        assert state(citizen) == "waiting"
    assert mortal.engine.texts(waiting.id) == ["사람이요"]


def test_tickets_places_and_holders_outlive_a_kill(mortal: Counter):
    held, first, second = mortal.citizen(), mortal.citizen(), mortal.citizen()
    staff = CounterStaff(mortal)
    try:
        agent = staff.member("outlives", "김하나")
        for citizen in (held, first, second):
            assert citizen.http.post(f"{citizen.path}/handover").json() == {"state": "waiting"}
        assert agent.api(f"/conversations/{held.id}/claim").json() == {"claimed": True}
        still_there(mortal, agent)
        before = tickets(agent, held, first, second)
        mortal.kill()
        still_there(mortal, agent)
        mortal.start()
        assert tickets(agent, held, first, second) == before
        assert [state(citizen) for citizen in (held, first, second)] == ["staff", "waiting", "waiting"]
        held.say("아직 계세요?")
        said = {"text": "네, 여기 있어요.", "client_id": str(uuid.uuid4())}
        sequences = [agent.api(f"/conversations/{held.id}/reply", **said).json()["seq"] for _ in range(2)]
        assert held.wait_for_text(said["text"])["seq"] == sequences[0] == sequences[1]
        assert mortal.engine.texts(held.id) == []
        read = held.read()
        assert [message["seq"] for message in read] == list(range(1, len(read) + 1))
    finally:
        staff.close()


def tickets(agent: Member, *citizens: Citizen) -> list[tuple]:
    """Give number, conversation, state and agent of each ticket, in the order of the queue."""
    ours = {citizen.id for citizen in citizens}
    kept = ("number", "conversation", "state", "agent", "asked_at")
    queue = [each for each in agent.http.get("/api/queue").json()["queue"] if each["conversation"] in ours]
    assert len(queue) == len(ours)
    return [tuple(each[name] for name in kept) for each in queue]


def still_there(mortal: Counter, agent: Member) -> None:
    """Let the console's sign of life outlast the restart, however slow the machine: after 60 s its claims lapse."""
    engine = open_engine(CounterSettings(data=mortal.data).database_url)
    with engine.begin() as connection:
        connection.execute(agents.update().where(agents.c.agent == agent.id).values(seen_at="2099-01-01T00:00:00"))
    engine.dispose()


def test_told_to_stop_it_answers_who_waits_and_ends(mortal: Counter):
    citizen = mortal.citizen()
    with closing(HTTPConnection("127.0.0.1", mortal.port, timeout=PATIENT)) as line:
        line.request("GET", "/openapi.json")
        line.getresponse().read()
        bearer = {"Authorization": citizen.http.headers["Authorization"]}
        line.request("GET", f"{citizen.path}/messages?after=1&wait=30", headers=bearer)
        assert citizen.http.get("/openapi.json").is_success  # what was sent on the open line before has been taken
        code = mortal.stop()
        assert json.loads(line.getresponse().read())["messages"] == []
    assert code in (0, -15)  # uvicorn raises the signal again once it has ended cleanly
    mortal.start()
