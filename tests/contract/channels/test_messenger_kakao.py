"""The KakaoTalk skill on its published request shapes, with answers judged by the published limits."""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse

from channels.words import read_words
from tests.counter_process import Counter, counter_beside_fakes, eventually
from tests.fakes_engine import Served, serving
from tests.kakao_judge import judged, texts

WORDS = read_words()
SECRET = "a-secret-of-the-console"


@dataclass
class Callbacks:
    """KakaoTalk's side of callbacks: an address is good once. ``refused`` answers the next one."""

    told: list[dict[str, Any]] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/callback/{token}")
        async def callback(token: str, request: Request) -> JSONResponse:
            self.told.append(await request.json())
            self.used.append(token)
            status = self.refused.pop() if self.refused else 200
            self.came.set()
            return JSONResponse({"status": "SUCCESS" if status == 200 else "FAIL", "taskId": token}, status)

        return app


@pytest.fixture(scope="module")
def callbacks() -> Callbacks:
    return Callbacks()


@pytest.fixture(scope="module")
def kakao(callbacks: Callbacks) -> Iterator[Served]:
    with serving(callbacks.app()) as served:
        yield served


@pytest.fixture(scope="module")
def counter(kakao: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    settings = {
        "MINWON_KAKAO_SECRET": SECRET,
        "MINWON_KAKAO_CALLBACKS": f"http://127.0.0.1:{kakao.port}/callback/",
        "MINWON_KAKAO_PATIENCE": "1",
        "MINWON_PATIENCE": "2.4",
    }
    with counter_beside_fakes(tmp_path_factory.mktemp("kakao"), **settings) as counter:
        yield counter


class Friend:
    """Somebody with KakaoTalk: sends what its server sends (스킬 payload)."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.key = counter, uuid.uuid4().hex
        self.http = counter.clients.enter_context(httpx.Client(base_url=counter.url, trust_env=False, timeout=60))

    def post(
        self, utterance: str, extra: Any = None, callback: str | None = None, secret: str = SECRET
    ) -> httpx.Response:
        block = {"id": "5a56ec0008cc1461d75291f6", "name": "폴백 블록"}
        user = {"id": self.key, "type": "botUserKey", "properties": {"plusfriendUserKey": "p", "appUserId": "a"}}
        asked = {"timezone": "Asia/Seoul", "params": {"surface": "Kakaotalk.plusfriend"}, "block": block, "lang": "ko"}
        asked |= {"utterance": utterance, "user": user} | ({"callbackUrl": callback} if callback else {})
        action = {
            "name": "민원",
            "clientExtra": extra,
            "params": {},
            "id": "5a56ebaa211ee046633e958d",
            "detailParams": {},
        }
        body = {
            "intent": {**block},
            "userRequest": asked,
            "bot": {"id": "b", "name": "민원"},
            "action": action,
            "contexts": [],
        }
        return self.http.post("/kakao/skill", json=body, headers={"Authorization": f"Bearer {secret}"})

    def say(self, utterance: str, **more: Any) -> dict[str, Any]:
        answered = self.post(utterance, **more)
        assert answered.status_code == 200, answered.text
        body: dict[str, Any] = answered.json()
        return judged(body)

    def press(self, answered: dict[str, Any], title: str, **more: Any) -> dict[str, Any]:
        reply = next(each for each in answered["template"]["quickReplies"] if each["messageText"] == title)
        return self.say(reply["messageText"], extra=reply.get("extra"), **more)

    def hears(self, utterance: str, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Say ``utterance`` and look again, as the quick reply offers, until the answer is ``wanted``."""
        answers = [self.say(utterance)]

        def came() -> bool:
            if not wanted(answers[-1]):
                answers.append(self.say("새 답 보기"))
            return bool(wanted(answers[-1]))

        eventually(came, "no answer", seconds=60)
        return answers[-1]

    def conversation(self) -> str:
        """Begin, and give the conversation that heard it."""
        said = f"처음 {self.key}"
        self.hears(said, lambda body: f"들었어요: {said}" in texts(body))
        return next(conversation for conversation, heard, _ in self.counter.engine.heard if heard == said)

    def engine_hears(self, conversation: str, text: str) -> None:
        eventually(lambda: text in self.counter.engine.texts(conversation), f"not heard: {text}", seconds=60)


@pytest.fixture
def friend(counter: Counter) -> Friend:
    return Friend(counter)


def test_the_first_word_is_greeted_and_answered(friend: Friend):
    first = friend.say("등본 떼줘")
    assert texts(first)[0] == WORDS.greeting.text
    if "들었어요: 등본 떼줘" not in texts(first):
        friend.hears("새 답 보기", lambda body: "들었어요: 등본 떼줘" in texts(body))
    assert texts(friend.say("새 답 보기")) == ["아직 새 답이 없어요. 잠시 뒤에 다시 눌러 주세요."]


def test_a_quick_reply_says_its_payload(friend: Friend):
    conversation = friend.conversation()
    buttons = [{"title": "은행에 내려고 하는데요 아주 길어요", "payload": '/inform{"purpose":"은행 제출"}'}]
    friend.counter.engine.behave(conversation, [{"text": "무엇에 쓰세요?", "buttons": buttons}])
    asked = friend.hears("등본", lambda body: "무엇에 쓰세요?" in texts(body))
    friend.press(asked, "은행에 내려고 하는데요 아주 길어요")
    friend.engine_hears(conversation, '/inform{"purpose":"은행 제출"}')


def test_a_text_that_nobody_offered_is_only_a_text(friend: Friend):
    conversation = friend.conversation()
    friend.say("/inform", extra={"key": "0" * 24})
    friend.engine_hears(conversation, "／inform")


def test_an_identity_check_leads_to_the_page(friend: Friend):
    conversation = friend.conversation()
    card = {"type": "identity", "id": "v1", "state": "requested", "providers": [], "actions": []}
    friend.counter.engine.behave(conversation, [{"text": "확인해 주세요."}, {"custom": {"card": card}}])
    said = friend.hears("본인확인이요", lambda body: "textCard" in body["template"]["outputs"][-1])
    links = said["template"]["outputs"][-1]["textCard"]["buttons"]
    code = links[0]["webLinkUrl"].partition("code=")[2]
    assert friend.http.post("/api/resume", json={"code": code}).json()["id"] == conversation


def test_a_long_answer_is_told_in_parts_and_no_sentence_is_lost(friend: Friend):
    conversation = friend.conversation()
    sentences = [f"{number}번째 문장은 이만큼 길어서 한 번에 다 담을 수 없을지도 몰라요." for number in range(60)]
    items = [{"text": " ".join(sentences[start : start + 15])} for start in range(0, 60, 15)]
    friend.counter.engine.behave(conversation, items)
    said = friend.hears("길게요", lambda body: any("0번째 문장" in text for text in texts(body)))
    heard = texts(said)
    while any(each["messageText"] == "이어서 보기" for each in said["template"].get("quickReplies", [])):
        said = friend.press(said, "이어서 보기")
        heard += texts(said)
    assert all(any(sentence in text for text in heard) for sentence in sentences)
    assert friend.counter.engine.texts(conversation)[-1] == "길게요"


def test_a_text_longer_than_any_answer_ends_on_the_page(friend: Friend):
    conversation = friend.conversation()
    friend.counter.engine.behave(conversation, [{"text": "아주 긴 안내를 하나의 글로 적었어요. " * 200}])
    said = friend.hears("다 알려줘요", lambda body: any("아주 긴 안내" in text for text in texts(body)))
    assert texts(said)[-1].startswith("나머지는 보안 화면")
    assert "code=" in said["template"]["outputs"][-1]["textCard"]["buttons"][0]["webLinkUrl"]


def test_what_takes_longer_comes_by_the_callback(friend: Friend, callbacks: Callbacks, kakao: Served):
    conversation = friend.conversation()
    friend.counter.engine.released.clear()
    friend.counter.engine.behave(conversation, "hang")
    callbacks.came.clear()
    promised = friend.say("오래 걸려요", callback=f"http://127.0.0.1:{kakao.port}/callback/t1")
    assert promised["useCallback"] is True
    friend.counter.engine.released.set()
    assert callbacks.came.wait(60)
    assert "들었어요: 오래 걸려요" in texts(judged(callbacks.told[-1]))


def hanging(friend: Friend) -> str:
    """Give a conversation whose next answer takes until it is released."""
    conversation = friend.conversation()
    friend.counter.engine.released.clear()
    friend.counter.engine.behave(conversation, "hang")
    return conversation


@pytest.mark.parametrize("status", [400, 500, 302])
def test_what_a_callback_did_not_take_is_told_the_next_time(
    friend: Friend, callbacks: Callbacks, kakao: Served, status: int
):
    hanging(friend)
    callbacks.refused.append(status)
    callbacks.came.clear()
    said = friend.say("못 받을 답", callback=f"http://127.0.0.1:{kakao.port}/callback/refused-{status}")
    assert said["useCallback"] is True
    friend.counter.engine.released.set()
    assert callbacks.came.wait(60)
    assert friend.hears("새 답 보기", lambda body: "들었어요: 못 받을 답" in texts(body))


def test_a_request_that_comes_twice_is_one_message_and_its_answer_comes_once(
    friend: Friend, callbacks: Callbacks, kakao: Served
):
    conversation = hanging(friend)
    callbacks.came.clear()
    address = f"http://127.0.0.1:{kakao.port}/callback/twice"
    assert friend.say("두 번 보냈어요", callback=address)["useCallback"] is True
    assert friend.say("두 번 보냈어요", callback=address)["useCallback"] is True
    friend.counter.engine.released.set()
    assert callbacks.came.wait(60)
    assert friend.hears("그다음", lambda body: "들었어요: 그다음" in texts(body))
    assert callbacks.used.count("twice") == 1
    assert friend.counter.engine.texts(conversation).count("두 번 보냈어요") == 1


def test_two_requests_that_wait_for_one_answer_do_not_both_tell_it(friend: Friend):
    hanging(friend)
    with ThreadPoolExecutor(2) as people:
        first = people.submit(friend.say, "한 번만 답해 주세요")
        second = people.submit(friend.say, "새 답 보기")
        friend.counter.engine.released.set()
        answers = texts(first.result()) + texts(second.result())
    answers += texts(friend.hears("끝이에요", lambda body: "들었어요: 끝이에요" in texts(body)))
    assert answers.count("들었어요: 한 번만 답해 주세요") == 1


def test_an_answer_that_comes_after_the_end_of_the_wait_is_told_when_asked_for(friend: Friend):
    hanging(friend)
    waiting = friend.say("오래 걸려요")
    assert "useCallback" not in waiting
    friend.counter.engine.released.set()
    assert friend.hears("새 답 보기", lambda body: "들었어요: 오래 걸려요" in texts(body))


def test_nothing_is_posted_to_another_address(friend: Friend):
    conversation = friend.conversation()
    friend.counter.engine.released.clear()
    friend.counter.engine.behave(conversation, "hang")
    said = friend.say("오래 걸려요", callback="http://127.0.0.1:1/steal")
    assert "useCallback" not in said
    friend.counter.engine.released.set()


def test_a_resident_number_is_refused(friend: Friend):
    conversation = friend.conversation()
    refusal = WORDS.rrn_refused.text
    assert friend.hears("제 번호는 900101-1234568", lambda body: refusal in " ".join(texts(body)))
    assert not any("900101" in text for text in friend.counter.engine.texts(conversation))


def test_while_a_person_serves_the_word_goes_to_them(friend: Friend):
    conversation = friend.conversation()
    wish = {"custom": {"handover": {"reason": "requested", "team": "general"}}}
    friend.counter.engine.behave(conversation, [wish])
    friend.hears("상담원 연결해 주세요", lambda body: any(WORDS.people.asked in text for text in texts(body)))
    said = friend.say("제 말 들리세요")
    assert any("상담원에게 전했어요" in text for text in texts(said))
    assert "제 말 들리세요" not in friend.counter.engine.texts(conversation)


def test_the_secret_is_asked_for_and_nonsense_is_refused(friend: Friend):
    headers = {"Authorization": f"Bearer {SECRET}"}
    assert friend.post("안녕하세요", secret="guessed").status_code == 403
    assert friend.http.post("/kakao/skill", json={}).status_code == 403
    assert friend.http.post("/kakao/skill", content=b"{", headers=headers).status_code == 422
    assert friend.http.post("/kakao/skill", json={"userRequest": {}}, headers=headers).status_code == 422
