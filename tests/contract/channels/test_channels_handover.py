"""From the bot to a person and back through the real counter and its console: one speaker at a time."""

import asyncio
import json
import re
import types
from collections.abc import Iterator

import pypdf
import pytest
from websockets.exceptions import ConnectionClosed

from channels.conversation.broadcast import Broadcaster
from channels.conversation.message import State
from channels.counter.budgets import Budgets, Deed
from channels.counter.settings import CounterSettings
from channels.counter.socket import _Line
from channels.counter.visitors import Visitors
from channels.words import read_words
from tests.counter_process import Citizen, Counter, eventually, next_message, open_socket
from tests.staff_house import CounterStaff, Member

WORDS = read_words()
PATIENT = 60.0


@pytest.fixture(scope="module")
def agent(shared_counter: Counter) -> Iterator[Member]:
    staff = CounterStaff(shared_counter)
    yield staff.member("handover-agent", "김상담")
    staff.close()


def state(citizen: Citizen) -> str:
    return citizen.http.get(f"{citizen.path}/messages").json()["state"]


def deed(agent: Member, citizen: Citizen, name: str, **body: str):
    answer = agent.api(f"/conversations/{citizen.id}/{name}", **body)
    assert answer.is_success, answer.text
    return answer


def test_through_the_hand_over_and_back_one_speaks_at_a_time(counter: Counter, citizen: Citizen, agent: Member):
    wish = {"handover": {"reason": "requested", "team": "general", "summary": {"topic": "passport"}}}
    counter.engine.behave(citizen.id, [{"text": "바꿔 드릴게요."}, {"custom": wish}])
    citizen.say("사람 바꿔 주세요")
    card = citizen.wait_for(lambda message: message["card"], PATIENT)["card"]
    assert (card["type"], card["position"] >= 1, state(citizen)) == ("handover", True, "waiting")
    citizen.say("기다리는 동안 한 말")
    deed(agent, citizen, "claim")
    assert state(citizen) == "staff"
    citizen.say("상담원에게 한 말")
    deed(agent, citizen, "reply", text="네, 말씀하세요.")
    assert citizen.wait_for_text("네, 말씀하세요.", PATIENT)["from"] == "staff"
    assert counter.engine.texts(citizen.id) == ["사람 바꿔 주세요"]
    deed(agent, citizen, "return-to-bot", note="전화번호 남기심")
    citizen.wait_for_text("들었어요: EXTERNAL_returned", PATIENT)
    citizen.say("다시 봇에게")
    citizen.wait_for_text("들었어요: 다시 봇에게", PATIENT)
    assert counter.engine.texts(citizen.id) == ["사람 바꿔 주세요", "EXTERNAL_returned", "다시 봇에게"]
    assert state(citizen) == "bot"
    order = [message["seq"] for message in citizen.read()]
    assert order == list(range(1, len(order) + 1))


def test_a_person_is_asked_for_without_the_engine(counter: Counter, citizen: Citizen):
    answers = [citizen.http.post(f"{citizen.path}/handover") for _ in range(2)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"state": "waiting"})] * 2
    assert len([message for message in citizen.read() if message["card"]]) == 1
    assert counter.engine.texts(citizen.id) == []


def test_hanging_engine_does_not_keep_from_a_person(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "hang")
    citizen.say("등본")
    offered = citizen.wait_for(lambda message: message["from"] == "system", PATIENT)["buttons"][0]["payload"]
    citizen.press(offered)
    assert state(citizen) == "waiting"
    counter.engine.released.set()
    eventually(lambda: counter.engine.together[citizen.id] == 0, "the turn does not end", PATIENT)
    counter.engine.released.clear()
    citizen.say("계세요?")
    assert "들었어요: 등본" not in [message["text"] for message in citizen.read()]


def test_another_device_goes_on_with_a_code(counter: Counter, citizen: Citizen):
    other = counter.citizen()
    made = citizen.http.post(f"{citizen.path}/resume-code")
    assert made.status_code == 201
    code = made.json()["code"]
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", code)
    typed = f"{code[:4]}-{code[4:]} ".lower()
    resumed = other.http.post("/api/resume", json={"code": typed})
    assert resumed.status_code == 200
    assert resumed.json()["id"] == citizen.id
    assert resumed.json()["token"] != citizen.token
    assert f"minwon_conversation={citizen.id}." in resumed.headers["set-cookie"]
    other.id, other.token = citizen.id, resumed.json()["token"]
    other.http.headers["Authorization"] = f"Bearer {other.token}"
    assert other.http.post("/api/resume", json={"code": code}).status_code == 404
    with open_socket(citizen, after=1) as one, open_socket(other, after=1) as two:
        other.say("다른 기기에서")
        assert [next_message(socket)["text"] for socket in (one, two)] == ["다른 기기에서"] * 2
        assert citizen.http.delete(f"{citizen.path}/other-devices").status_code == 204
        with pytest.raises(ConnectionClosed) as ended:
            [two.recv(timeout=PATIENT) for _ in range(20)]
        assert ended.value.rcvd.code == 4404
        citizen.say("혼자")
    assert other.http.get(f"{other.path}/messages").status_code == 404
    citizen.wait_for_text("들었어요: 혼자", PATIENT)


@pytest.mark.parametrize("code", ["", "00000000", "IIIIIIII", "'; --", "가나다라마바사아"])
def test_wrong_codes_open_nothing(citizen: Citizen, code):
    answer = citizen.http.post("/api/resume", json={"code": code})
    assert (answer.status_code, answer.json()["code"]) == (404, "bad_resume_code")
    assert "set-cookie" not in answer.headers


def test_a_new_code_takes_the_place_of_the_old(citizen: Citizen):
    old, new = (citizen.http.post(f"{citizen.path}/resume-code").json()["code"] for _ in range(2))
    answers = [citizen.http.post("/api/resume", json={"code": code}).status_code for code in (old, new)]
    assert answers == [404, 200]


def test_resume_page_works_without_script_and_not_from_elsewhere(counter: Counter, citizen: Citizen):
    code = citizen.http.post(f"{citizen.path}/resume-code").json()["code"]
    del citizen.http.headers["Authorization"]
    assert 'name="code"' in citizen.http.get("/resume").text
    elsewhere = citizen.http.post("/resume", data={"code": code}, headers={"Origin": "https://elsewhere.example"})
    wrong = citizen.http.post("/resume", data={"code": "00000000"})
    right = citizen.http.post("/resume", data={"code": code}, headers={"Origin": counter.url})
    places = [answer.headers["location"] for answer in (elsewhere, wrong, right)]
    assert places == ["/resume?problem=other_site", "/resume?problem=bad_resume_code", "/#latest"]
    assert WORDS.problems["bad_resume_code"] in citizen.http.get(wrong.headers["location"]).text
    assert f"minwon_conversation={citizen.id}." in right.headers["set-cookie"]


async def test_guesses_of_an_address_are_budgeted(tmp_path):
    budgets = Budgets(CounterSettings(data=tmp_path, resumes_per_address="3/hour"))
    allowed = [await budgets.allows(Deed.RESUME, "192.0.2.1") for _ in range(5)]
    assert allowed == [True, True, True, False, False]
    assert await budgets.allows(Deed.RESUME, "192.0.2.2")


def test_transcript_as_text_and_pdf_is_marked_and_complete(counter: Counter, citizen: Citizen):
    card = {"type": "document", "number": "1234567890123452", "title": "주민등록표(등본)", "wallet_state": "sending"}
    counter.engine.behave(citizen.id, [{"text": "나왔어요. <b>굵게</b> & 🙂", "custom": {"card": card}}])
    citizen.say("등본\n떼줘")
    citizen.wait_for(lambda message: message["card"], PATIENT)
    text = citizen.http.get(f"{citizen.path}/transcript.txt")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith("대화 기록 · 연습용\r\n")
    wanted = ["나: 등본\r\n떼줘", "창구: 나왔어요. <b>굵게</b> & 🙂", "[서류] 주민등록표(등본) 1234567890123452"]
    assert [part for part in wanted if part not in text.text] == []
    for number in range(40):
        citizen.say(f"긴 대화 {number} " + "가나다라마바사아자차카타파하 " * 6)
    pdf = citizen.http.get(f"{citizen.path}/transcript.pdf")
    assert pdf.headers["cache-control"] == "no-store"
    assert "filename*=UTF-8''%EB%8C%80%ED%99%94" in pdf.headers["content-disposition"]
    (counter.data / "transcript.pdf").write_bytes(pdf.content)
    with pypdf.PdfReader(counter.data / "transcript.pdf") as reader:
        pages = [page.extract_text() for page in reader.pages]
        used = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
        fonts = {str(font["/BaseFont"]) for font in used}
    assert len(pages) > 1
    assert all("대화 기록 · 연습용" in page for page in pages)
    everything = "".join(pages).replace("\n", "").replace(" ", "")
    assert "<b>굵게</b>&□" in everything
    assert "긴대화39" in everything
    assert all("Pretendard" in font for font in fonts), fonts


class FakeDesk:
    def __init__(self, speaks: State) -> None:
        self.speaks = speaks

    async def state(self, _conversation):
        return self.speaks


@pytest.mark.parametrize(("speaks", "passed"), [(State.STAFF, True), (State.WAITING, False), (State.BOT, False)])
async def test_what_is_being_written_is_passed_only_to_a_person_who_serves(speaks, passed):
    broadcaster = Broadcaster()
    room = types.SimpleNamespace(desk=FakeDesk(speaks), broadcaster=broadcaster)
    nowhere = Visitors(now=lambda: 0.0).visit("c", lambda: None)
    with broadcaster.follow("c") as own, broadcaster.follow("c") as staff, nowhere as visit:
        line = _Line(room, None, "c", own, visit)
        await line._take(json.dumps({"type": "draft", "text": "제 번호는 880314-2345678"}))
        await line._take('{"type":"typing"}')
        told = await asyncio.wait_for(staff.wait(), PATIENT)
    drafts = [frame["text"] for frame in told.frames if frame["type"] == "draft"]
    assert drafts == (["제 번호는 ●●●●●●-●●●●●●●"] if passed else [])
    assert {"type": "typing", "from": "citizen"} in told.frames


def test_other_devices_of_the_citizen_are_not_shown_what_is_being_written(citizen: Citizen, agent: Member):
    citizen.http.post(f"{citizen.path}/handover")
    deed(agent, citizen, "claim")
    last = citizen.read()[-1]["seq"]
    with open_socket(citizen, after=last) as one, open_socket(citizen, after=last) as two:
        one.send(json.dumps({"type": "draft", "text": "아직 안 보낸 말"}))
        one.send('{"type": "typing"}')
        assert json.loads(two.recv(timeout=PATIENT)) == {"type": "typing", "from": "citizen"}
