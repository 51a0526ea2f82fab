"""No number, fee or address is told that no source confirms: the rule of the house, read over all files."""

import re
from collections.abc import Iterable
from datetime import date

import pytest
import yaml

from actions.answer import Answer, load_answers
from actions.answer_sources import Sources, load_sources
from actions.settings import HOUSE
from tests.unit.actions.english_numbers import numbers

FOLDER = HOUSE / "bot/answers"
ANSWERS = load_answers(FOLDER)
LISTED = yaml.safe_load((FOLDER / "sources.yml").read_text("utf-8"))["list"]
EMERGENCY = ("112", "119")
"""Known to everybody, and given to the house."""
NUMBER_OR_ADDRESS = re.compile(r"[0-9]|%|[십백천만억] ?원|https?:|www\.|[a-z0-9-]+\.(?:kr|com)\b")
MONEY_OR_TELEPHONE = re.compile(r"%|[0-9만천백] ?원|^0?[0-9]{2,4}(?:-[0-9]{3,4}){1,2}$|^[0-9]{3,4}$")
FREE_IN_ENGLISH = re.compile(r"free (?:of charge|legal|advice)|no fee")
FREE = re.compile(r"무료(?=예요|로)|수수료는 없어요")
ADDRESS = re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:kr|com)\b")
PORTAL = "정부24"
"""A name with a number in it."""


def told(answer: Answer) -> list[str]:
    """Give every text of an answer that a citizen can come to read."""
    return [answer.text, *answer.follow_ups.values(), (answer.link or {}).get("url", "")]


def unconfirmed(texts: Iterable[str], confirmed: Iterable[str]) -> list[str]:
    """Give the texts in which a number or an address stays when all that is confirmed is taken out."""
    known = sorted({*confirmed, *EMERGENCY, PORTAL}, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<![0-9-]){re.escape(each)}(?![0-9-]|\.[a-z])" for each in known))
    return [text for text in texts if NUMBER_OR_ADDRESS.search(pattern.sub("", text))]


def supports(answer: Answer, *without: str) -> set[str]:
    return {piece for source in answer.sources if source.kind not in without for piece in source.supports}


@pytest.mark.parametrize(
    "text",
    [
        "02-999-9999예요.",
        "모두 1,200원이에요.",
        "3%가 붙어요.",
        "www.example.kr을 보세요.",
        "7일 안에 내요.",
        "삼만 원이에요.",
    ],
)
def test_what_nobody_confirmed_is_found(text: str) -> None:
    assert unconfirmed([text], ["120", "9999", "200원", "https://www.seoul.go.kr"]) == [text]


def test_what_is_confirmed_is_left_alone() -> None:
    assert unconfirmed(["120(24시간)이나 02-120, 119예요.", "정부24에서 해요."], ["120", "02-120", "24시간"]) == []


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
class TestEveryAnswer:
    def test_tells_no_number_fee_or_address_without_a_source(self, answer: Answer) -> None:
        assert unconfirmed(told(answer), supports(answer)) == []

    def test_takes_no_telephone_or_fee_from_an_index_of_addresses(self, answer: Answer) -> None:
        only_index = supports(answer) - supports(answer, "index")
        assert [piece for piece in only_index if MONEY_OR_TELEPHONE.search(piece)] == []

    def test_says_that_something_is_free_only_with_a_source(self, answer: Answer) -> None:
        assert set(FREE.findall(" ".join(told(answer)))) <= supports(answer)

    def test_tells_no_number_in_english_without_a_source(self, answer: Answer) -> None:
        confirmed = set(EMERGENCY).union(*map(numbers, supports(answer)))
        assert numbers(answer.english) <= confirmed
        assert not ADDRESS.search(answer.english)

    def test_says_that_something_is_free_in_english_only_where_it_does_in_korean(self, answer: Answer) -> None:
        assert not FREE_IN_ENGLISH.search(answer.english) or "무료" in answer.text

    def test_names_only_pieces_that_it_tells(self, answer: Answer) -> None:
        everything = " ".join(told(answer))
        assert [piece for piece in supports(answer) if piece not in everything] == []

    def test_has_a_day_of_review_that_the_citizen_reads(self, answer: Answer) -> None:
        assert isinstance(answer.reviewed, date)
        assert answer.basis.startswith(
            f"검토일 {answer.reviewed.year}년 {answer.reviewed.month}월 {answer.reviewed.day}일"
        )
        assert all(source.seen <= answer.reviewed for source in answer.sources)


def test_every_listed_source_says_who_said_it_and_is_leant_on() -> None:
    used = {
        each["from"]
        for path in (FOLDER / "faq").glob("*.yml")
        for each in yaml.safe_load(path.read_text("utf-8"))["sources"]
    }
    assert used == set(LISTED)
    for name, entry in LISTED.items():
        assert entry["kind"] in {"shared", "law", "official", "press", "index"}, name
        assert entry["title"], name
        assert entry["publisher"], name
        assert entry.get("url", "").startswith("http") or entry.get("dataset"), name


class TestTelling:
    def told(self, *names: str | None) -> str:
        entry = {"kind": "law", "title": "제목", "publisher": "법령", "url": "https://a.kr", "seen": date(2026, 5, 1)}
        shown = {"checked": "검토일 {day}", "sourced": "검토일 {day}, 출처 {names}"}
        entries = {f"s{place}": {**entry, "name": name} for place, name in enumerate(names)}
        sources = Sources({"list": entries, "shown": shown})
        return sources.told(date(2026, 5, 3), sources.named({"from": name, "supports": ["1"]} for name in entries))

    def test_names_stand_behind_the_day(self) -> None:
        assert self.told("주민등록법", "강동구") == "검토일 2026년 5월 3일, 출처 주민등록법, 강동구"

    def test_a_name_stands_once_and_no_more_than_three(self) -> None:
        assert self.told("가", "가", "나", "다", "라").endswith("출처 가, 나, 다")

    def test_without_a_name_the_day_is_enough(self) -> None:
        assert self.told(None) == "검토일 2026년 5월 3일"

    def test_an_unknown_source_stops_the_start(self) -> None:
        with pytest.raises(KeyError):
            load_sources(FOLDER).named([{"from": "nobody", "supports": []}])
