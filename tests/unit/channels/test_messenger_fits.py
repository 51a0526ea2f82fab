"""Whatever the house says to residents fits KakaoTalk and Telegram: all responses, answers and sentences, no samples.

What is filled in ({answer}, {number}, …) is taken for longer than it ever is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from channels.conversation.message import Button, Draft, Message, Speaker
from channels.kakao.answer import Link, answer, fitted, label
from channels.kakao.telling import Teller
from channels.kakao.words import read_words as read_kakao_words
from channels.messenger.book import Chat
from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.sentences import size
from channels.messenger.showing import Showing
from channels.messenger.words import ENGLISH, FILE, read_words
from channels.telegram import words as telegram_words
from channels.telegram.transport import ALERT_LIMIT, CAPTION_LIMIT
from channels.telegram.transport import TEXT_LIMIT as TELEGRAM_LIMIT
from tests.kakao_judge import judged, texts

ROOT = Path(__file__).parents[3]
RESPONSES = sorted((ROOT / "bot/domain/responses").glob("*.yml"))
ANSWERS = sorted((ROOT / "bot/answers").rglob("*.yml"))
SENTENCES = [
    *sorted((ROOT / "actions").rglob("*.yml")),
    *(path for path in sorted((ROOT / "channels").rglob("*.yml")) if "node_modules" not in path.parts),
]
FILLED, LONG = "가" * 39 + "." + "나" * 40, "긴 답이에요. " * 90
_LONG_ONES = ("{answer}", "{answers}")
_PLACE = re.compile(r"\{[\w가-힣]+\}")
KAKAO = read_kakao_words()
WORDS = {"ko": read_words(), "en": read_words(ENGLISH)}


class Book:
    async def refer(self, _conversation, keys):
        return [f"{number:024}" for number, _ in enumerate(keys)]

    async def told(self, chat, seq):
        self.last = seq


class OneDoor:
    async def address(self, _conversation):
        return "https://counter.example/resume?code=ABCD"


async def told(*drafts: Draft, language: str = "ko") -> dict[str, Any]:
    """Give what KakaoTalk is answered when ``drafts`` are new."""
    teller = Teller(Book(), OneDoor(), Showing(WORDS[language], taps=False), KAKAO)
    news = [Message(seq, "2026-03-05T06:12:00+00:00", draft) for seq, draft in enumerate(drafts, start=1)]
    return judged((await teller.tell(Chat("k", "one", 0, stopped=False), news)).answer)


def filled(text: str) -> str:
    return _PLACE.sub(lambda found: LONG if found.group() in _LONG_ONES else FILLED, text)


def responses(path: Path) -> list[dict[str, Any]]:
    """Give every variant of every response of ``path`` that says something; the others are a card."""
    variants = [each for some in yaml.safe_load(path.read_text("utf-8"))["responses"].values() for each in some]
    assert all("text" in each or "custom" in each for each in variants)
    return [each for each in variants if "text" in each]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def chips(value: Any) -> Iterator[list[dict[str, str]]]:
    """Give every list of buttons in ``value``."""
    if isinstance(value, list) and value and all(isinstance(each, dict) and "payload" in each for each in value):
        yield value
    if isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from chips(each)


def whole(body: dict[str, Any], text: str) -> bool:
    """Say whether all of ``text`` is in ``body``, and nothing was put off."""
    said = re.sub(r"\s", "", "".join(texts(body)))
    return said == re.sub(r"\s", "", text)


@pytest.mark.parametrize("path", RESPONSES, ids=lambda path: path.stem)
async def test_every_response_of_the_domain_fits_with_all_its_buttons(path):
    for response in responses(path):
        buttons = tuple(Button(each["title"], each["payload"]) for each in response.get("buttons", ()))
        text = filled(response["text"])
        body = await told(Draft(Speaker.BOT, text, buttons))
        assert whole(body, text)
        replies = [each["messageText"] for each in body["template"].get("quickReplies", [])]
        assert replies == [each.title for each in buttons], response


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
async def test_every_answer_and_follow_up_fits_with_its_source(path):
    for text in strings(yaml.safe_load(path.read_text("utf-8"))):
        body = await told(Draft(Speaker.BOT, f"{text}\n{FILLED}"))
        assert whole(body, f"{text}\n{FILLED}")


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: "-".join(path.parts[-2:]))
async def test_every_sentence_and_its_buttons_fit(path):
    content = yaml.safe_load(path.read_text("utf-8"))
    for text in filter(str.strip, strings(content)):
        assert whole(await told(Draft(Speaker.SYSTEM, filled(text))), filled(text))
    for some in chips(content):
        buttons = tuple(Button(filled(each["title"]), each["payload"]) for each in some)
        replies = (await told(Draft(Speaker.SYSTEM, "글", buttons)))["template"]["quickReplies"]
        assert [each["messageText"] for each in replies] == [each.title for each in buttons]


def test_there_is_something_to_judge():
    assert sum(len(responses(path)) for path in RESPONSES) > 100
    assert len(ANSWERS) > 50
    assert len(SENTENCES) > 15
    assert any(list(chips(yaml.safe_load(path.read_text("utf-8")))) for path in SENTENCES)


@pytest.mark.parametrize("file", [telegram_words.FILE, telegram_words.ENGLISH])
def test_telegram_s_own_sentences_fit_where_they_are_said(file):
    words = telegram_words.read_words(file)
    assert size(words.pressed_late) <= ALERT_LIMIT
    assert size(filled(words.file_caption)) <= CAPTION_LIMIT
    assert all(size(text) <= TELEGRAM_LIMIT for text in strings(yaml.safe_load(file.read_text("utf-8"))))
    assert all(1 <= len(command.menu) <= 256 for command in words.commands.values())


def test_problems_of_complaints_fit_the_notice_of_a_button():
    problems = yaml.safe_load((ROOT / "channels/cases/words.yml").read_text("utf-8"))["problems"]
    assert all(size(text) <= ALERT_LIMIT for text in problems.values())


def test_both_languages_say_the_same_things():
    for korean, english in [(FILE, ENGLISH), (telegram_words.FILE, telegram_words.ENGLISH)]:
        first, second = (yaml.safe_load(path.read_text("utf-8")) for path in (korean, english))
        assert places(first) == places(second)


def places(words, path=()):
    """Give what can be filled in at each place of ``words``."""
    if isinstance(words, str):
        return {path: sorted(_PLACE.findall(words))}
    return {key: value for name, each in words.items() for key, value in places(each, (*path, name)).items()}


CHOICES = [{"value": str(number), "label": FILLED[:30]} for number in range(5)]
ACTIONS = [{"title": f"{number}번 {FILLED[:20]}", "payload": f"/{number}"} for number in range(4)]
CARDS = [
    {"type": "identity", "state": "pending", "binding_code": "4271", "phone_url": "http://a.kr/p", "actions": ACTIONS},
    {"type": "progress", "steps": [FILLED[:20]] * 6, "done": 3, "state": "waiting", "actions": ACTIONS},
    {"type": "papers", "title": FILLED, "note": FILLED, "rows": [{"title": FILLED, "state": "x", "number": "1"}] * 7},
    {"type": "contact", "state": "open"},
    {"type": "handover", "position": 99, "wait_seconds": 99_999},
    {"type": "link", "title": FILLED, "url": "https://a.kr"},
    {
        "type": "options",
        "title": FILLED,
        "lines": [FILLED] * 3,
        "purposes": ["은행"] * 6,
        "fields": [{"name": f"f{n}", "label": FILLED, "type": "choice", "choices": CHOICES} for n in range(8)],
        "submit": {"title": "이대로 떼기", "payload": "/choose_options"},
        "actions": ACTIONS,
    },
    {
        "type": "document",
        "title": FILLED,
        "number": "1234-5678-1234-5678",
        "check_code": "ABCD-EFGH",
        "expires_at": "2027-01-01T00:00:00+00:00",
        "download_url": "/x",
        "wallet_state": "delivered",
        "wallet_url": "https://a.kr/w",
        "verify_url": "https://a.kr/v",
    },
    {
        "type": "complaint",
        "title": FILLED,
        "number": FILLED,
        "state": "received",
        "department": FILLED,
        "handler": {"name": FILLED, "phone": "120"},
        "due_text": FILLED,
        "actions": ACTIONS,
    },
]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("card", CARDS, ids=[card["type"] for card in CARDS])
async def test_every_card_fits_with_all_that_can_be_pressed(card, language):
    draft = Draft(Speaker.BOT, "말씀이에요.", card=card)
    body = await told(draft, language=language)
    shown: Shown = Showing(WORDS[language], taps=False).show(Message(1, "", draft))
    assert whole(body, shown.text)
    pressed = [key.title for key in shown.keys if key.deed in (Deed.PRESS, Deed.SUBMIT)]
    assert [each["messageText"] for each in body["template"].get("quickReplies", [])] == pressed
    links = [key for key in shown.keys if key.deed is Deed.OPEN] + [key for key in shown.keys if key.deed is Deed.DOOR][
        :1
    ]
    cards = [each["textCard"]["buttons"] for each in body["template"]["outputs"] if "textCard" in each]
    assert sum(map(len, cards)) == len(links)


async def test_cards_with_more_links_and_keys_than_one_answer_holds_are_told_one_after_the_other():
    papers = [Draft(Speaker.BOT, "나왔어요.", card=card) for card in CARDS if card["type"] == "document"] * 2
    body = await told(*papers)
    assert [each["messageText"] for each in body["template"]["quickReplies"]] == [KAKAO.more]
    many = [Draft(Speaker.BOT, "글", tuple(Button(f"{n}-{m}", f"/{n}") for n in range(6))) for m in range(2)]
    body = await told(*many)
    assert [each["label"] for each in body["template"]["quickReplies"]][1:] == [f"{n}-0" for n in range(6)]
    assert texts(body) == ["글"]


def test_a_text_of_the_limit_is_one_output():
    assert len(fitted("가" * 1000)) == 1
    assert list(map(len, fitted("가" * 1001))) == [1000, 1]


async def test_what_is_longer_than_any_answer_ends_on_the_page():
    body = await told(Draft(Speaker.BOT, "긴 안내를 하나의 글로 적었어요. " * 300))
    assert len(body["template"]["outputs"]) == 3
    assert texts(body)[-1] == KAKAO.on_page


async def test_more_keys_and_links_than_there_may_be_are_left_out():
    body = await told(Draft(Speaker.BOT, "글", tuple(Button(f"{n}번", f"/{n}") for n in range(12))))
    assert len(body["template"]["quickReplies"]) == 10
    links = [Key(f"{n}번", Deed.OPEN, "https://a.kr") for n in range(4)]
    made = answer(["글"], [Link(key.title, key.about) for key in links], (), KAKAO.links)
    assert len(judged(made)["template"]["outputs"][-1]["textCard"]["buttons"]) == 3


@pytest.mark.parametrize("title", ["등본 떼기", "가" * 14, "가" * 15, "Insurance eligibility", "😀" * 8])
def test_a_label_shows_as_much_as_fits(title):
    shown = label(title)
    assert 0 < len(shown.encode("utf-16-le")) // 2 <= 14
    assert shown == title or (shown.endswith("…") and title.startswith(shown[:-1]))
    assert len(shown) > 6 or shown == title
