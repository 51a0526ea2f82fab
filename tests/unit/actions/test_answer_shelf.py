"""Corrections by staff over the reviewed answers: told at once, kept one by one, refused when they are not fit."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from actions.answer import load_answers, load_titles
from actions.answer_correction import LONGEST, WORDS, Wording
from actions.answer_shelf import AnswerShelf
from actions.office_answers import answer_office
from actions.settings import HOUSE
from documents.domain.errors import Refusal
from documents.service import problems

FOLDER = HOUSE / "bot/answers"
ANSWERS, TITLES = load_answers(FOLDER), load_titles(FOLDER)
LABEL = "faq/passport"
FIRST = ANSWERS[LABEL]
LATE_EVENING = datetime(2027, 3, 4, 16, tzinfo=UTC)
"""One in the morning of the fifth in Seoul."""
GOOD = Wording(
    "여권은 구청에서 신청해요. 120에 물어보세요.",
    dict.fromkeys(FIRST.follow_ups, "120에 확인해 주세요."),
    {"title": "외교부 여권안내", "url": "https://www.passport.go.kr"},
    date(2027, 3, 5),
)
BEARER = {"Authorization": "Bearer secret"}


@pytest.fixture
def shelf(tmp_path: Path) -> AnswerShelf:
    return AnswerShelf(ANSWERS, tmp_path, lambda: LATE_EVENING)


def test_untouched_answers_are_the_reviewed_ones(shelf: AnswerShelf) -> None:
    assert dict(shelf) == ANSWERS
    assert shelf.get("faq/nothing") is None


def test_correction_is_told_with_its_day_and_who_reviewed_it(shelf: AnswerShelf) -> None:
    shelf.correct(LABEL, 0, replace(GOOD, text=" 여권은\r\n구청에서  신청해요. "), "staff-1")
    told = shelf[LABEL]
    assert told.text == "여권은 구청에서 신청해요."
    assert told.follow_ups == GOOD.follow_ups
    assert told.basis == "검토일 2027년 3월 5일, 서울시 직원이 확인함"
    assert (told.sources, told.english) == ((), "")
    assert (told.by_district, told.nearby) == (FIRST.by_district, FIRST.nearby)
    assert shelf["faq/library"] == ANSWERS["faq/library"]


def test_english_stays_as_long_as_the_text_does(tmp_path: Path) -> None:
    shelf = AnswerShelf({LABEL: replace(FIRST, english="Passports.")}, tmp_path, lambda: LATE_EVENING)
    shelf.correct(LABEL, 0, replace(GOOD, text=FIRST.text), "staff-1")
    assert shelf[LABEL].english == "Passports."
    shelf.correct(LABEL, 1, GOOD, "staff-1")
    assert shelf[LABEL].english == ""


def test_what_another_process_wrote_or_took_away_is_seen_without_a_restart(shelf: AnswerShelf, tmp_path: Path) -> None:
    other = AnswerShelf(ANSWERS, tmp_path, lambda: LATE_EVENING)
    assert shelf[LABEL].text == FIRST.text
    other.correct(LABEL, 0, GOOD, "staff-1")
    assert shelf[LABEL].text == GOOD.text
    (tmp_path / LABEL / "1.yml").unlink()
    assert shelf[LABEL] == FIRST


def test_every_version_is_kept_down_to_the_reviewed_file(shelf: AnswerShelf, tmp_path: Path) -> None:
    shelf.correct(LABEL, 0, GOOD, "staff-1")
    shelf.correct(LABEL, 1, replace(GOOD, text="또 고쳐요."), "staff-2")
    again = AnswerShelf(ANSWERS, tmp_path, lambda: LATE_EVENING).history(LABEL)
    assert [(each.version, each.by, each.wording.text) for each in again] == [
        (2, "staff-2", "또 고쳐요."),
        (1, "staff-1", GOOD.text),
        (0, "", FIRST.text),
    ]
    assert again[0].at == "2027-03-04T16:00:00+00:00"
    assert {each.name for each in (tmp_path / LABEL).iterdir()} == {"1.yml", "2.yml"}


def test_nobody_overwrites_a_newer_version(shelf: AnswerShelf) -> None:
    shelf.correct(LABEL, 0, GOOD, "staff-1")
    for version in (0, 2):
        with pytest.raises(Refusal, match="changed_meanwhile"):
            shelf.correct(LABEL, version, replace(GOOD, text="다른 말이에요."), "staff-2")
    assert shelf[LABEL].text == GOOD.text


def test_two_at_once_make_one_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (AnswerShelf(ANSWERS, tmp_path, lambda: LATE_EVENING) for _ in range(2))
    monkeypatch.setattr(other, "newest", lambda _label: None)  # it looked before the first had written
    one.correct(LABEL, 0, GOOD, "staff-1")
    with pytest.raises(Refusal, match="changed_meanwhile"):
        other.correct(LABEL, 0, replace(GOOD, text="다른 말이에요."), "staff-2")
    assert {each.name for each in (tmp_path / LABEL).iterdir()} == {"1.yml"}


def _without_fee() -> dict[str, str]:
    return {**GOOD.follow_ups, "fee": " "}


UNFIT = [
    ("answer_incomplete", {"text": " \n "}),
    ("answer_incomplete", {"follow_ups": _without_fee()}),
    ("answer_incomplete", {"follow_ups": {}}),
    ("answer_too_long", {"text": "가" * (LONGEST + 1)}),
    ("answer_too_long", {"follow_ups": {**GOOD.follow_ups, "how": "가" * (LONGEST + 1)}}),
    ("rrn_in_payload", {"text": "880314-2345678로 물어보세요."}),
    ("rrn_in_payload", {"follow_ups": {**GOOD.follow_ups, "how": "880314 2345678"}}),
    ("bad_link", {"link": {"title": "여권", "url": "http://www.passport.go.kr"}}),
    ("bad_link", {"link": {"title": "여권", "url": "javascript:alert(1)"}}),
    ("bad_link", {"link": {"title": "", "url": "https://www.passport.go.kr"}}),
    ("bad_review_day", {"reviewed": date(2027, 3, 6)}),
]


@pytest.mark.parametrize(("code", "wrong"), UNFIT)
def test_what_is_not_fit_is_refused_and_leaves_nothing(
    shelf: AnswerShelf, tmp_path: Path, code: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Refusal, match=code):
        shelf.correct(LABEL, 0, replace(GOOD, **wrong), "staff-1")
    assert list(tmp_path.iterdir()) == []


def test_no_label_from_outside_becomes_a_path(shelf: AnswerShelf, tmp_path: Path) -> None:
    for label in ("faq/../../passport", "faq/nothing", ""):
        with pytest.raises(Refusal, match="no_such_answer"):
            shelf.correct(label, 0, GOOD, "staff-1")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
async def office(shelf: AnswerShelf) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    problems.install(app)
    app.include_router(answer_office(shelf, TITLES, "secret"))
    transport = httpx.ASGITransport(app)
    base = "http://office/internal/staff"
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=BEARER) as client:
        yield client


def _body(**more: Any) -> dict[str, Any]:
    wording = {"text": GOOD.text, "follow_ups": GOOD.follow_ups, "link": GOOD.link, "reviewed": "2027-03-05"}
    return {**wording, "version": 0, "by": "staff-1", **more}


async def test_without_the_token_there_is_no_answer(office: httpx.AsyncClient) -> None:
    for method, path in (("GET", ""), ("GET", "/passport"), ("PUT", "/passport"), ("POST", "/passport/preview")):
        stranger = {"Authorization": "Bearer x"}
        answer = await office.request(method, f"/answers{path}", json=_body(), headers=stranger)
        assert answer.status_code == 404


async def test_list_tells_the_review_and_what_was_corrected(office: httpx.AsyncClient) -> None:
    assert (await office.put("/answers/passport", json=_body(reviewed="2027-01-01"))).status_code == 200
    rows = {each["name"]: each for each in (await office.get("/answers")).json()["answers"]}
    assert len(rows) == len(ANSWERS)
    assert rows["passport"] == {
        "name": "passport",
        "label": LABEL,
        "title": TITLES[LABEL],
        "reviewed": "2027-01-01",
        "review_due": "2027-06-30",
        "corrected": True,
        "version": 1,
    }
    assert (rows["library"]["corrected"], rows["library"]["version"]) == (False, 0)


async def test_preview_tells_and_keeps_nothing(office: httpx.AsyncClient, shelf: AnswerShelf) -> None:
    told = (await office.post("/answers/passport/preview", json=_body())).json()
    assert (told["text"], told["basis"]) == (GOOD.text, "검토일 2027년 3월 5일, 서울시 직원이 확인함")
    assert shelf[LABEL] == FIRST


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("nothing", {}, 404, "no_such_answer"),
        ("passport", {"version": 3}, 409, "changed_meanwhile"),
        ("passport", {"text": "가" * (LONGEST + 1)}, 422, "answer_too_long"),
        ("passport", {"text": "880314-2345678"}, 422, "rrn_in_payload"),
        ("passport", {"reviewed": "어제"}, 422, "bad_review_day"),
        ("passport", {"follow_ups": {}}, 422, "answer_incomplete"),
    ],
)
async def test_refusals_say_what_is_wrong(
    office: httpx.AsyncClient, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = await office.put(f"/answers/{path}", json=_body(**body))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["title"] == WORDS["problems"][code]
    assert answer.json()["title"].endswith("요.")
