"""Who writes English is answered in English, with no fact that the Korean answer does not tell."""

import re

import pytest
import yaml

from actions.answer import Answer, AnswerQuestion, load_answers
from actions.ask import AskDocument
from actions.fallback import DefaultFallback, OutOfScope, misses
from actions.language import beside, in_english, is_english
from actions.now import Help
from actions.outcome import Outcome, Say
from actions.settings import HOUSE
from tests.unit.actions.english_numbers import numbers
from tests.unit.actions.fakes_actions import FakeDesk
from tests.unit.actions.fakes_turns import past, turn

ANSWERS = load_answers(HOUSE / "bot/answers")
SENTENCES = yaml.safe_load((HOUSE / "actions/english.yml").read_text("utf-8"))
PLAIN = re.compile(r"[A-Za-z0-9 ,.;:()%+'\"?-]+")
LOST, ASKED = "faq/lost_property", "Where is the subway lost and found?"


def answer(text: str, label: str = LOST, **more) -> Say:
    (say,) = AnswerQuestion(ANSWERS).decide(turn(text, label, **more)).says
    return say


@pytest.mark.parametrize(
    "text",
    [
        ASKED,
        "passport renewal",
        "WHERE CAN I PARK",
        "how much is the bus???",
        "I don't know",
        "Where is 서울역 lost and found",
        "how to use Seoul Pay+",
    ],
)
def test_sentences_in_english_are_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "지하철에서 가방을 잃어버렸어요",
        "LH",
        "PDF",
        "LH SH",
        "passport",
        "LH 임대주택 신청",
        "Seoul Pay 어떻게 써요",
        "TV 버려요",
        "ㅇㅇ ok ok",
        "1577-1234 ??",
        "где метро здесь",
    ],
)
def test_korean_names_and_single_words_are_not(text: str) -> None:
    assert not is_english(text)


def test_a_button_goes_by_the_words_written_before_it() -> None:
    pressed = '/faq{"topic":"passport"}'
    news = past(text="EXTERNAL_paper_issued", intent="EXTERNAL_paper_issued")
    asked, korean = past(text=ASKED), past(text="여권 어떻게 만들어요?")
    assert in_english(turn(pressed, before=(news, past(text=pressed), asked, korean)))
    assert not in_english(turn(pressed, before=(korean, asked)))
    assert not in_english(turn(pressed))


class TestAnswering:
    def test_english_is_answered_in_english_with_its_day_and_the_same_card(self) -> None:
        english, korean = answer(ASKED), answer("지하철에서 잃어버렸어요")
        assert english.response == korean.response == "utter_answer"
        assert english.values == {"answer": ANSWERS[LOST].english, "basis": "Last reviewed 22 Nov 2026"}
        assert korean.values == {"answer": ANSWERS[LOST].text, "basis": ANSWERS[LOST].basis}
        assert english.card == korean.card
        assert english.card is not None

    def test_english_is_not_asked_for_its_district_in_korean(self) -> None:
        outcome = AnswerQuestion(ANSWERS).decide(turn("how to recycle bottles", "faq/recycling"))
        assert [say.response for say in outcome.says] == ["utter_answer"]
        assert outcome.slots == {"last_topic": "faq/recycling"}

    def test_what_is_not_answered_is_said_in_both(self) -> None:
        outcome = AnswerQuestion({}).decide(turn(ASKED, LOST))
        assert [say.response for say in outcome.says] == ["utter_follow_up", "utter_answer_missing"]


class TestBeside:
    def test_help_out_of_scope_rephrasing_and_the_papers_have_an_english_line(self) -> None:
        def nothing(_text: str) -> Outcome:
            return Outcome()

        actions = {
            "utter_help": Help(FakeDesk()),
            "utter_out_of_scope": OutOfScope(nothing),
            "utter_rephrase": DefaultFallback({}, nothing),
            "utter_ask_document": AskDocument(),
        }
        for response, action in actions.items():
            english, own = action.decide(turn("what can you do", "nlu_fallback")).says
            assert (english.response, own.response) == ("utter_follow_up", response)
            assert english.values == {"answer": SENTENCES[response]}
            (korean,) = action.decide(turn("뭐 할 수 있어요", "nlu_fallback")).says
            assert korean.response == response

    def test_a_doubt_and_a_suggestion_have_one_too(self) -> None:
        found = Outcome((Say("utter_suggest_answers"),))
        unsure = turn("when is it open", "nlu_fallback", 0.1, ranking=(("faq/kiosk", 0.3), ("greet", 0.2)))
        doubt = DefaultFallback({"faq/kiosk": "무인민원발급기", "greet": "인사"}, lambda _text: found).decide(unsure)
        assert [say.response for say in doubt.says] == ["utter_follow_up", "utter_did_you_mean"]
        looked_up = OutOfScope(lambda _text: found).decide(turn("what can you do", "out_of_scope"))
        assert [say.response for say in looked_up.says] == ["utter_follow_up", "utter_suggest_answers"]

    def test_a_response_without_an_english_line_stands_alone(self) -> None:
        assert beside(turn("what can you do"), "utter_help_waiting") == ()

    def test_the_line_does_not_hide_that_something_was_not_understood(self) -> None:
        assert misses([past("utter_follow_up", "utter_rephrase")]) == ("utter_rephrase",)

    def test_every_line_stands_before_a_response_that_exists(self) -> None:
        files = (HOUSE / "bot/domain/responses").glob("*.yml")
        known = {name for file in files for name in yaml.safe_load(file.read_text("utf-8"))["responses"]}
        assert {*SENTENCES, "utter_follow_up"} <= known
        assert all(PLAIN.fullmatch(line) for line in SENTENCES.values())
        assert {number for line in SENTENCES.values() for number in numbers(line)} == {"120", "24"}


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
