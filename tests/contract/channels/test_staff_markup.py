"""Markup that comes by a messenger stays text in the console: what is said, captions, names of senders and of files."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx
import pytest
from markupsafe import escape
from PIL import Image

from tests.contract.channels.test_messenger_kakao import SECRET, Friend
from tests.contract.channels.test_staff_journey import MARKUP
from tests.counter_process import Counter, counter_beside_fakes, eventually
from tests.staff_house import CounterStaff, Member
from tests.telegram_stand_in import TOKEN, Person, StandIn, telegram_stand_in

LIVE = (
    "<img src=x",
    "<script>",
    "<svg onload",
    "<a href='java",
    "<iframe",
    "<style>",
    "<b hx-get",
    "<form action='http",
)
WISH = {"custom": {"handover": {"reason": "requested", "team": "general"}}}
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; "
PATIENT = 60.0


@dataclass(frozen=True)
class Town:
    counter: Counter
    telegram: StandIn
    agent: Member

    def pages(self, conversation: str) -> list[str]:
        """Give everything that the console shows of a conversation."""
        talk = f"/conversations/{conversation}"
        places = ("/", f"/preview/{conversation}", talk, f"{talk}/side")
        return [self.page(place) for place in places]

    def page(self, place: str) -> str:
        answer = self.agent.http.get(place)
        assert answer.status_code == 200, place
        policy = answer.headers["content-security-policy"]
        assert policy.startswith(STRICT)
        assert "unsafe" not in policy
        return answer.text

    def shows(self, conversation: str, *texts: str) -> None:
        """Wait until the console shows each of ``texts`` as text, and see that nothing on its pages is alive."""

        def there() -> bool:
            page = self.page(f"/conversations/{conversation}")
            return all(str(escape(text)) in page for text in texts)

        eventually(there, "not shown", seconds=PATIENT)
        for page in self.pages(conversation):
            dead(page)

    def handed_over(self, conversation: str, say: Callable[[str], Any]) -> None:
        """Let a person be asked for, so that the console has the conversation and the engine hears no more."""
        self.counter.engine.behave(conversation, [WISH])
        say("사람 불러 주세요")
        path = f"/conversations/{conversation}"
        eventually(lambda: self.agent.http.get(path).status_code == 200, "nobody asked for", seconds=PATIENT)


def dead(page: str) -> None:
    assert [live for live in LIVE if live in page] == []


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with telegram_stand_in() as telegram:
        settings = {
            "MINWON_TELEGRAM_TOKEN": TOKEN,
            "MINWON_TELEGRAM_API": telegram.url,
            "MINWON_TELEGRAM_POLL": "1",
            "MINWON_KAKAO_SECRET": SECRET,
            "MINWON_KAKAO_PATIENCE": "1",
        }
        with counter_beside_fakes(tmp_path_factory.mktemp("markup"), **settings) as counter:
            staff = CounterStaff(counter)
            try:
                yield Town(counter, telegram, staff.member("markup-agent", "한결"))
            finally:
                staff.close()


@pytest.fixture(scope="module")
def talk(town: Town) -> tuple[Person, str]:
    """Give somebody with Telegram and their conversation, which people serve."""
    person, said = Person(town.telegram, 7001), f"처음 {uuid.uuid4().hex}"
    person.say("/start")
    person.say(said)
    heard = town.counter.engine.heard
    eventually(lambda: any(text == said for _, text, _ in list(heard)), "not heard", seconds=PATIENT)
    conversation = next(each for each, text, _ in list(heard) if text == said)
    town.handed_over(conversation, person.say)
    return person, conversation


def test_texts_and_senders_of_telegram(town: Town, talk: tuple[Person, str]):
    person, conversation = talk
    for text in MARKUP:
        sender = {"id": person.chat, "is_bot": False, "first_name": text, "last_name": text, "username": text}
        town.telegram.push(message=person.message(text=text, **{"from": sender}))
    town.shows(conversation, *MARKUP)


def test_captions_and_names_of_files_of_telegram(town: Town, talk: tuple[Person, str]):
    person, conversation = talk
    picture = BytesIO()
    Image.new("RGB", (64, 64), "gray").save(picture, "JPEG")
    town.telegram.files["photo"] = picture.getvalue()
    captions = [f"설명 {text}" for text in MARKUP]
    for place, caption in enumerate(captions):
        file = {"file_id": "photo", "file_unique_id": f"f{place}", "file_name": f"{MARKUP[place]}.jpg"}
        kind = {"document": file} if place < 3 else {"text": caption}  # three are as many as one complaint takes here
        more = {"caption": caption} if place < 3 else {}
        town.telegram.push(message=person.message(**kind, **more))
    town.shows(conversation, *captions)
    path = f"/complaints/{_filed(town.counter, conversation)}"
    dead(town.page(path))
    opened = town.agent.post(f"{path}/reveal", why="내용을 확인하려고요").text
    assert opened.count(".jpg") >= 3
    assert str(escape(MARKUP[0])) in opened
    dead(opened)


def test_words_of_kakaotalk(town: Town):
    friend = Friend(town.counter)
    conversation = friend.conversation()
    town.handed_over(conversation, friend.say)
    for text in MARKUP:
        friend.say(text)
    town.shows(conversation, *MARKUP)


def _filed(counter: Counter, conversation: str) -> str:
    """File a complaint with what was sent, as the assistant does, and give its number."""
    base, key = f"{counter.url}/internal/conversations/{conversation}/complaints", str(uuid.uuid4())
    place = {"place": "마포구 월드컵로 212", "district": "마포구"}
    draft = {"key": key, "kind": "report_streetlight", "text": "\n".join(MARKUP), **place}
    with httpx.Client(headers=counter.internal, trust_env=False, timeout=60) as http:
        assert http.post(f"{base}/draft", json=draft).status_code == 200
        filed = http.post(base, json={"key": key})
        assert filed.status_code == 201, filed.text
        return str(filed.json()["number"])
