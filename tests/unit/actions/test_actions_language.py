"""In which language a turn is answered: by what is written, else by the page, else as before."""

import pytest

from actions import districts, leaning, take_up, urgent
from actions.answer import Answer, AnswerQuestion, load_answers
from actions.complaints import words as complaint_words
from actions.complaints.telling import Telling
from actions.fallback import DefaultFallback
from actions.follow_up import FollowUp
from actions.language import found, in_english, is_english, written
from actions.outcome import Outcome, Say
from actions.reception import Reception, Senses
from actions.settings import HOUSE
from tests.unit.actions.fakes_turns import past, turn

ANSWERS: dict[str, Answer] = load_answers(HOUSE / "bot/answers")
LOST, ASKED = "faq/lost_property", "Where is the subway lost and found?"
ENGLISH = {"language": "en"}
RECEPTION = Reception(
    Senses(urgent.load(), take_up.load(), districts.load(), leaning.load(), Telling(complaint_words.load()))
)


def answer(label: str = LOST, **more) -> list[Say]:
    return list(AnswerQuestion(ANSWERS).decide(turn(ASKED, label, **more)).says)


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
        "I need 등본",
        "How do I get 주민등록등본?",
        "Hello",
    ],
)
def test_sentences_in_english_are_english(text: str) -> None:
    assert is_english(text)
    assert written(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "지하철에서 가방을 잃어버렸어요",
        "LH 임대주택 신청",
        "Seoul Pay 어떻게 써요",
        "TV 버려요",
        "등본 issue 해주세요",
        "how to 어떻게 신청 하나요",
        "안녕하세요",
        "my page 에서 등본 떼줘",
    ],
)
def test_korean_with_english_words_in_it_is_korean(text: str) -> None:
    assert not is_english(text)
    assert written(text) == "ko"


@pytest.mark.parametrize(
    "text", ["", "LH", "LH SH", "passport", "ok", "등본", "등본 please", "ㅇㅇ ok ok", "1577-1234 ??"]
)
def test_names_numbers_and_single_words_show_no_language(text: str) -> None:
    assert written(text) is None


class TestFound:
    def test_what_is_written_comes_before_the_page_and_before_what_held(self) -> None:
        assert found(turn("등본 떼 주세요", page_language="en", slots=ENGLISH)) == "ko"
        assert found(turn(ASKED, page_language="ko", slots={"language": "ko"})) == "en"

    def test_a_single_word_leaves_it_to_the_page_and_then_to_what_held(self) -> None:
        assert found(turn("등본", page_language="en")) == "en"
        assert found(turn("등본", slots=ENGLISH)) == "en"
        assert found(turn("passport", slots={"language": "ko"})) == "ko"
        assert found(turn("등본")) is None

    def test_a_button_and_news_go_by_the_words_written_before_them(self) -> None:
        pressed = '/faq{"topic":"passport"}'
        news = past(text="EXTERNAL_paper_issued", intent="EXTERNAL_paper_issued")
        asked, korean = past(text=ASKED), past(text="여권 어떻게 만들어요?")
        assert found(turn(pressed, before=(news, past(text=pressed), asked, korean))) == "en"
        assert found(turn(pressed, before=(korean, asked), page_language="en")) == "ko"
        assert found(turn(pressed, page_language="en")) == "en"
        assert found(turn(pressed)) is None

    def test_the_reception_writes_it_down_when_it_changes(self) -> None:
        assert RECEPTION.decide(turn(ASKED, LOST)).slots == {"language": "en"}
        assert RECEPTION.decide(turn(ASKED, LOST, slots=ENGLISH)).slots == {}
        assert RECEPTION.decide(turn("여권 어떻게 만들어요?", LOST, slots=ENGLISH)).slots == {"language": "ko"}


class TestAnswering:
    def test_english_is_answered_in_english_with_its_day_and_the_same_card(self) -> None:
        (english,), (korean,) = answer(slots=ENGLISH), answer()
        assert english.response == korean.response == "utter_answer"
        assert english.values == {"answer": ANSWERS[LOST].english, "basis": "Last reviewed 22 Nov 2026"}
        assert korean.values == {"answer": ANSWERS[LOST].text, "basis": ANSWERS[LOST].basis}
        assert english.card == korean.card
        assert english.card is not None

    def test_a_district_is_named_as_on_the_signs(self) -> None:
        _, line = answer("faq/recycling", slots={**ENGLISH, "district": "마포구"})
        assert line.values == {"district": "Mapo-gu (마포구)"}
        _, line = answer("faq/recycling", slots={"district": "마포구"})
        assert line.values == {"district": "마포구"}

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("How much is it?", "fee"),
            ("What is the phone number there?", "phone"),
            ("and where is it?", "where"),
            ("how long does it take", "when"),
            ("What do I need?", "how"),
        ],
    )
    def test_a_question_that_leans_is_answered_in_english(self, text: str, kind: str) -> None:
        leans = FollowUp(ANSWERS, {}, leaning.load())
        (said,) = leans.decide(turn(text, slots=ENGLISH, before=(past(topic=LOST),))).says
        assert said.values == {"answer": ANSWERS[LOST].english_follow_ups[kind]}

    @pytest.mark.parametrize("text", ["how much is a passport", "where is the subway lost and found", "여권 how much"])
    def test_a_question_with_a_matter_of_its_own_does_not_lean(self, text: str) -> None:
        assert leaning.load().kind(text) is None

    def test_a_doubt_asks_back_with_titles_in_english(self) -> None:
        def nothing(_text: str) -> Outcome:
            return Outcome()

        ranking = (("faq/kiosk", 0.3), ("faq/passport", 0.2))
        doubt = DefaultFallback({"faq/kiosk": "무인민원발급기"}, nothing, {"faq/kiosk": "Certificate machines"})
        for slots, title in ((ENGLISH, "Certificate machines"), ({}, "무인민원발급기")):
            (said,) = doubt.decide(turn("machine", "nlu_fallback", 0.1, ranking=ranking, slots=slots)).says
            assert said.values == {"title": title}


@pytest.mark.parametrize("slots", [{}, {"language": "ko"}, {"language": None}])
def test_nothing_but_english_is_english(slots: dict[str, str | None]) -> None:
    assert not in_english(turn(ASKED, slots=slots))
