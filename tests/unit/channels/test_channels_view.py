import json
import re
from pathlib import Path

import pytest
import yaml
from starlette.requests import HTTPConnection

from channels.conversation.message import Draft, Message, Speaker
from channels.counter.access import Access
from channels.counter.assets import Assets, find_assets
from channels.counter.papers import file_name
from channels.counter.view import fold, moment
from channels.words import read_words

ROOT = Path(__file__).parents[3]
WORDS = read_words()
AT = "2026-03-05T06:12:00.000+00:00"


def card(done):
    return {"type": "progress", "number": "1", "done": done}


def test_new_states_are_drawn_where_the_card_stands():
    messages = [
        Message(1, AT, Draft(Speaker.BOT, "접수했어요.", card=card(0))),
        Message(2, AT, Draft(Speaker.CITIZEN, "얼마나 걸려요?")),
        Message(3, AT, Draft(Speaker.BOT, card=card(1), replaces=1)),
        Message(4, AT, Draft(Speaker.BOT, card=card(2), replaces=1)),
    ]
    drawn = fold(messages, WORDS.clock)
    assert [(each["seq"], each["text"], each["updated"]) for each in drawn] == [
        (1, "접수했어요.", 4),
        (2, "얼마나 걸려요?", None),
    ]
    assert drawn[0]["card"] == card(2)


def test_a_card_that_brings_english_along_is_drawn_in_the_language_of_the_page():
    both = {"type": "progress", "steps": ["조회"], "english": {"steps": ["Look up"]}}
    messages = [Message(1, AT, Draft(Speaker.BOT, card=both)), Message(2, AT, Draft(Speaker.BOT, "네"))]
    assert [fold(messages, WORDS.clock, english=english)[0]["card"]["steps"] for english in (False, True)] == [
        ["조회"],
        ["Look up"],
    ]
    assert fold(messages, WORDS.clock, english=True)[1]["card"] is None


@pytest.mark.parametrize(
    ("at", "clock", "day"),
    [
        (AT, "오후 3:12", "2026년 3월 5일 목요일"),
        ("2026-03-04T15:05:00+00:00", "오전 12:05", "2026년 3월 5일 목요일"),
        ("2026-03-05T03:00:00+00:00", "오후 12:00", "2026년 3월 5일 목요일"),
        ("2026-12-31T23:59:00+00:00", "오전 8:59", "2027년 1월 1일 금요일"),
    ],
)
def test_moments_are_said_as_in_seoul(at, clock, day):
    assert moment(at, WORDS.clock) == {"clock": clock, "day": day}


def test_greeting_is_the_bots_own():
    responses = yaml.safe_load((ROOT / "bot/domain/responses/conversation.yml").read_text("utf-8"))["responses"]
    for own, said in zip((WORDS.greeting, WORDS.greeting_in_english), responses["utter_greet"], strict=True):
        assert own.text == said["text"]
        assert [chip.model_dump() for chip in own.buttons] == said["buttons"]


def test_every_problem_that_the_code_names_has_a_sentence():
    rooms = (ROOT / "channels" / name for name in ("conversation", "counter"))
    source = "\n".join(file.read_text("utf-8") for room in rooms for file in room.glob("*.py"))
    codes = set(re.findall(r'(?:problem\(\w+, |otherwise=|Unfit\(|NotOffered\(|code: str = )"(\w+)"', source))
    assert {"too_long", "not_offered", "identity_unavailable", "bad_client_id"} <= codes
    assert codes <= WORDS.problems.keys()


def test_all_sentences_are_polite():
    own = (WORDS.slow, WORDS.down, WORDS.no_answer, WORDS.news_failed, WORDS.rrn_refused, *dict(WORDS.idle).values())
    people = [text for name, text in WORDS.people if name != "some_day"]
    for text in [*WORDS.problems.values(), *people, *(sentence.text for sentence in own)]:
        assert text.endswith(("요.", "{number}")), text
        assert "!" not in text


def test_paper_has_a_korean_file_name_and_one_for_old_clients():
    name = file_name('주민등록표(등본)/"x"\n', "1234567890123452")
    ascii_name, _, korean = name.partition("; ")
    assert ascii_name == 'filename="1234-5678-9012-3452.pdf"'
    assert re.fullmatch(r"filename\*=UTF-8''[A-Za-z0-9%._-]+", korean)


def connection(method="POST", kind="http", **headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": kind, "method": method, "headers": raw, "client": ("127.0.0.1", 1)})


@pytest.mark.parametrize(
    ("call", "same"),
    [
        (connection(host="a.example", origin="https://a.example"), True),
        (connection(host="a.example", sec_fetch_site="same-origin", origin="https://a.example"), True),
        (connection(host="a.example"), True),
        (connection(host="a.example", origin="https://b.example"), False),
        (connection(host="a.example", origin="null"), False),
        (connection(host="a.example", sec_fetch_site="same-site", origin="https://a.example"), False),
        (connection(host="a.example", origin="https://b.example", authorization="Bearer x"), True),
        (connection("GET", host="a.example", origin="https://b.example"), True),
        (connection("GET", "websocket", host="a.example", origin="https://b.example"), False),
    ],
)
def test_another_site_cannot_use_the_cookie(call, same):
    async def holds(_conversation, _token):
        return True

    assert Access(holds, secure=True).same_site(call) is same


def test_assets_follow_the_manifest(tmp_path):
    assert find_assets(tmp_path) == Assets()
    chunks = {
        "src/main.ts": {"file": "main-abcdefgh.js", "css": ["main.css"], "imports": ["_x.js"]},
        "_x.js": {"file": "x.js", "css": ["x.css"], "imports": ["src/main.ts"]},
    }
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(chunks))
    styles = ("/assets/main.css", "/assets/x.css")
    assert find_assets(tmp_path) == Assets("/assets/main-abcdefgh.js", styles, ("/assets/x.js",))
