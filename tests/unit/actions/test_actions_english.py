"""Whatever a citizen reads has an English version with the same facts, and no Korean turn gets it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from actions import words
from actions.answer import Answer, load_answers, load_titles
from actions.complaints import words as complaint_words
from actions.language import is_english
from actions.settings import HOUSE
from tests.unit.actions.english_numbers import numbers

HANGUL, BRACKETS, FIELDS = re.compile(r"[가-힣]"), re.compile(r"\([^)]*\)"), re.compile(r"{(\w+)}")
CONDITION = [{"type": "slot", "name": "language", "value": "en"}]
PLAIN = re.compile(r"[A-Za-z0-9 ,.;:()%+/'\"?{}_\n-]+")
CARRIERS = {"utter_answer", "utter_follow_up", "utter_issue_accepted_each", "utter_status_line"}
"""Responses of variables only: the actions fill them in the language of the turn."""
KOREAN_CARDS = {
    "purposes": "printed on the paper as they are chosen",
    "identity_purpose": "shown on the phone",
    "problems": "the counter says its own for each code, in both languages",
}
KOREAN_COMPLAINTS = {
    "purpose": "shown on the phone",
    "staff_purpose": "shown on the phone",
    "photo_added": "written into the case for staff",
}
LISTENING = {"asks", "corrects", "instead", "district", "spot", "here", "no_photo", "no_place"}
"""Patterns and codes: nobody reads them."""


def responses() -> dict[str, list[Mapping[str, Any]]]:
    files = sorted((HOUSE / "bot/domain/responses").glob("*.yml"))
    return {name: said for file in files for name, said in yaml.safe_load(file.read_text("utf-8"))["responses"].items()}


RESPONSES = responses()
ANSWERS = load_answers(HOUSE / "bot/answers")


def titles(variation: Mapping[str, Any]) -> list[str]:
    return [button["title"] for button in variation.get("buttons", [])]


def leaves(part: Any) -> Iterator[str]:
    """Give every text in ``part``, without the names and values that are no words for people."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            yield from () if name in {"name", "type", "value", "names"} else leaves(value)
    elif isinstance(part, list):
        for each in part:
            yield from leaves(each)
    elif isinstance(part, str):
        yield part


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_has_an_english_variation_for_english_turns_only(name: str) -> None:
    korean, *more = RESPONSES[name]
    assert "condition" not in korean
    assert not any(is_english(text) for text in (FIELDS.sub("", korean["text"]), *titles(korean)))
    assert [each["condition"] for each in more] == ([] if name in CARRIERS else [CONDITION])


@pytest.mark.parametrize("name", sorted(RESPONSES.keys() - CARRIERS))
def test_the_english_variation_says_the_same_facts_and_its_buttons_do_the_same(name: str) -> None:
    korean, english = RESPONSES[name]
    assert PLAIN.fullmatch(BRACKETS.sub("", english["text"])), english["text"]
    assert all(PLAIN.fullmatch(title) for title in titles(english))
    assert len(set(titles(english))) == len(titles(english))
    assert set(FIELDS.findall(english["text"])) == set(FIELDS.findall(korean["text"]))
    assert numbers(FIELDS.sub("", english["text"])) == numbers(FIELDS.sub("", korean["text"]))
    payloads = [[button["payload"] for button in each.get("buttons", [])] for each in (korean, english)]
    assert payloads[0] == payloads[1]


def test_every_word_on_the_cards_has_english() -> None:
    cards = words.load()
    assert {name for name in cards if any(map(HANGUL.search, leaves(cards.english[name])))} - {"titles", "papers"} == {
        *KOREAN_CARDS,
        *("health_consent", "providers", "consents"),
    }
    named = [cards.english["providers"], cards.english["consents"], cards.english["identity_actions"]]
    assert all(not HANGUL.search(BRACKETS.sub("", text)) for part in named for text in leaves(part))
    assert all(not HANGUL.search(BRACKETS.sub("", text)) for text in leaves(cards.english["titles"]))
    assert all(not HANGUL.search(text) for text in leaves(cards.english["papers"]))
    consent = BRACKETS.sub("", cards.english["health_consent"]["text"])
    assert not HANGUL.search(consent.replace("개인정보 보호법", ""))


def test_the_same_is_offered_on_the_cards_in_both_languages() -> None:
    def shape(part: Any) -> Any:
        if isinstance(part, list):
            return [shape(each) for each in part]
        if isinstance(part, Mapping):
            return {name: value if name in {"name", "type", "value"} else shape(value) for name, value in part.items()}
        return None

    cards = words.load()
    for part, told in (("providers", "id"), ("identity_actions", "payload")):
        assert [each[told] for each in cards.english[part]] == [each[told] for each in cards.korean[part]]
    for part in ("options", "for_whom", "buttons", "children", "summary", "health_consent", "short", "consents"):
        assert shape(cards.english[part]) == shape(cards.korean[part]), part


def test_every_word_about_complaints_has_english() -> None:
    both = complaint_words.load()
    korean = {name for name, part in both.raw.items() if any(map(HANGUL.search, leaves(part)))} - LISTENING - {"asking"}
    assert {name for name in korean if any(map(HANGUL.search, leaves(both.english[name])))} == set(KOREAN_COMPLAINTS)
    assert both.english["kinds"].keys() == both.raw["kinds"].keys()
    assert both.english["states"].keys() == both.raw["states"].keys()
    assert [each["intent"] for each in both.english["actions"]] == [each["intent"] for each in both.raw["actions"]]


def test_every_label_has_a_short_name_in_english() -> None:
    korean, english = (load_titles(HOUSE / "bot/answers", name) for name in ("titles.yml", "titles.english.yml"))
    assert english.keys() == korean.keys()
    assert all(PLAIN.fullmatch(title) for title in english.values())
    assert len(set(english.values())) == len(english)


@pytest.mark.parametrize("label", ANSWERS)
def test_every_answer_and_what_leans_on_it_has_english_with_no_number_of_its_own(label: str) -> None:
    answer = ANSWERS[label]
    assert answer.english
    assert answer.english_follow_ups.keys() == answer.follow_ups.keys()
    for kind, english in answer.english_follow_ups.items():
        assert PLAIN.fullmatch(english), english
        assert numbers(english) == numbers(answer.follow_ups[kind]), f"{kind}: {english}"


def test_the_names_of_the_districts_are_those_that_are_understood() -> None:
    shown = yaml.safe_load((HOUSE / "actions/districts.yml").read_text("utf-8"))["romanised"]
    heard = yaml.safe_load((HOUSE / "nlu_data/entities/districts.yml").read_text("utf-8"))["romanised"]
    assert {name: f"{latin}-gu" for latin, name in heard.items()} == shown


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
class TestEveryEnglishText:
    def test_is_short_and_plain(self, answer: Answer) -> None:
        assert PLAIN.fullmatch(answer.english), answer.english
        assert 80 <= len(answer.english) <= 600
        assert 2 <= len(re.findall(r"\.(?= |$)", answer.english)) <= 4

    def test_tells_no_number_that_the_korean_does_not(self, answer: Answer) -> None:
        assert numbers(answer.english) <= numbers(answer.text)

    def test_says_whom_120_is(self, answer: Answer) -> None:
        told = re.findall(r"(?<![\d-])120(?![\d-])(?! \(Dasan call centre\))", answer.english)
        assert told == []

    def test_names_every_telephone_of_the_korean(self, answer: Answer) -> None:
        telephones = {each for each in numbers(answer.text) if re.fullmatch(r"1\d\d|\d{4}(-\d{4})?|\d{4}-\d{4}", each)}
        assert telephones <= numbers(answer.english)


def test_numbers_are_the_same_in_both_languages() -> None:
    assert numbers("6월 것은 30일, 과태료 5만 원, 정부24, 1599-0903") == {"6", "30", "50000", "1599-0903"}
    assert numbers("by 30 June you may pay 50,000 won at Government24, 1599-0903") == {"6", "30", "50000", "1599-0903"}
