import pytest

from actions import districts, leaning, take_up, urgent
from actions.complaints import words as complaint_words
from actions.complaints.telling import Telling
from actions.reception import Reception, Senses
from tests.unit.actions.fakes_turns import button, past, turn

RECEPTION = Reception(
    Senses(urgent.load(), take_up.load(), districts.load(), leaning.load(), Telling(complaint_words.load()))
)
PASSPORT = past("utter_answer", topic="faq/passport")
ASKED_BACK = past(
    "utter_did_you_mean",
    text="그거 만들려면",
    buttons=(button("여권", '/faq{"topic":"passport"}'), button("주민등록증", '/faq{"topic":"resident_card"}')),
)
FORM = {"form": "issue_form", "asked": "choice"}


def route(text: str, *args, **more) -> str | None:
    return RECEPTION.decide(turn(text, *args, **more)).slots.get("route")


class TestFollowUps:
    def test_a_short_question_leans_on_the_answer_before_it(self) -> None:
        assert route("그건 얼마예요?", "ask_document_fee", before=(PASSPORT,)) == "follow_up"

    def test_small_talk_in_between_does_not_end_the_topic(self) -> None:
        assert route("거기 전화번호는?", before=(past("utter_thank"), PASSPORT)) == "follow_up"

    def test_an_old_topic_is_over(self) -> None:
        assert route("얼마예요", "ask_document_fee", before=(*[past("utter_thank")] * 4, PASSPORT)) is None

    def test_after_a_paper_the_paper_is_meant(self) -> None:
        before = (past("utter_document_list", topic="document"), PASSPORT)
        assert route("그건 얼마예요?", "ask_document_fee", before=before) is None

    def test_in_the_form_only_the_answer_just_given_counts(self) -> None:
        assert route("얼마예요", "ask_document_fee", before=(PASSPORT,), **FORM) == "follow_up"
        assert route("얼마예요", "ask_document_fee", before=(past("utter_went_back"), PASSPORT), **FORM) is None

    def test_a_complete_question_is_its_own(self) -> None:
        assert route("등본 수수료 얼마야", "ask_document_fee", before=(PASSPORT,)) is None

    def test_without_a_topic_nothing_leans(self) -> None:
        assert route("얼마예요", "ask_document_fee") is None


class TestDoubt:
    def test_an_unlikely_label_is_asked_back(self) -> None:
        assert route("그거 만들려면", "faq/passport", 0.25) == "default_fallback"

    def test_a_likely_one_is_answered(self) -> None:
        assert route("여권 만들래요", "faq/passport", 0.8) is None

    @pytest.mark.parametrize("label", ["greet", "thank", "affirm", "deny", "complain_about_bot", "help"])
    def test_small_talk_is_never_asked_back(self, label: str) -> None:
        assert route("음", label, 0.2) is None

    def test_a_named_paper_is_no_doubt(self) -> None:
        assert route("등본", "issue_document", 0.2, entities={"document": "주민등록표 등본"}) is None

    def test_in_the_form_an_answer_of_the_form_is_meant(self) -> None:
        assert route("오 년 주소", "faq/kiosk", 0.2, entities={"address_years": 5}, **FORM) is None
        assert route("그거 빼고", "change_option", 0.2, **FORM) is None
        assert route("그거 만들려면", "faq/kiosk", 0.2, **FORM) == "default_fallback"

    def test_the_same_guess_twice_is_believed(self) -> None:
        assert route("만드는 거요", "faq/passport", 0.25, before=(ASKED_BACK,)) is None
        assert route("만드는 거요", "faq/library", 0.25, before=(ASKED_BACK,)) == "default_fallback"

    def test_no_to_what_was_asked_back_is_looked_into(self) -> None:
        assert route("아니요", "deny", before=(ASKED_BACK,)) == "default_fallback"
        assert route("아니요", "deny") is None

    def test_what_the_engine_calls_unknown_does_not_reach_the_form(self) -> None:
        assert route("뷁", "nlu_fallback", 0.1, **FORM) == "default_fallback"


class TestChoosing:
    @pytest.mark.parametrize("text", ["1번", "첫 번째요", "두번째 거요", "2번이요", "여권", "주민등록증이요"])
    def test_a_button_is_named_in_words(self, text: str) -> None:
        assert route(text, "out_of_scope", before=(ASKED_BACK,)) == "take_up"

    def test_yes_is_the_first_one(self) -> None:
        assert route("네 맞아요", "affirm", before=(ASKED_BACK,)) == "take_up"

    def test_a_place_that_is_not_there_is_no_choice(self) -> None:
        assert route("세 번째요", "out_of_scope", before=(ASKED_BACK,)) is None

    def test_yes_to_something_else_is_a_yes(self) -> None:
        greeted = past("utter_greet", buttons=(button("등본 떼기", "/issue_document"),))
        assert route("네", "affirm", before=(greeted,)) is None
        assert route("등본 떼기", "issue_document", before=(greeted,)) == "take_up"


class TestDistricts:
    @pytest.mark.parametrize(
        "text", ["마포구요", "마포구", "저는 마포구 살아요", "네 서울시 마포구에 삽니다", "우리 집은 마포구예요"]
    )
    def test_a_place_answers_the_question_for_it(self, text: str) -> None:
        at = text.index("마포구")
        asked = (past("utter_answer", "utter_ask_district"),)
        assert route(text, "out_of_scope", places=((at, at + 3),), before=asked) == "tell_district"
        assert route(text, "out_of_scope", places=((at, at + 3),)) is None

    def test_a_place_in_another_question_belongs_to_that(self) -> None:
        asked = (past("utter_answer", "utter_ask_district"),)
        text = "마포구 보건소는 몇 시에 열어요"
        assert route(text, "faq/health_center", places=((0, 3),), before=asked) is None


class TestEmergencies:
    def test_they_come_before_everything(self) -> None:
        assert route("불이 났어요", "out_of_scope", 0.2, before=(ASKED_BACK,)) == "emergency"

    def test_the_same_words_heard_again_are_answered_by_their_label(self) -> None:
        warned = past("utter_emergency", text="가스 냄새가 나요")
        assert route("가스 냄새가 나요", "report_odor_dust", before=(warned,)) is None

    def test_the_closest_question_is_not_the_answer(self) -> None:
        assert route("가스 냄새가 나요", "report_odor_dust", question="faq/shelter") == "emergency"

    def test_unknown_words_after_a_warning_are_not_brushed_off(self) -> None:
        assert route("너무 힘들어요", "out_of_scope", before=(past("utter_despair"),)) == "emergency"
        assert route("등본 떼줘", "issue_document", before=(past("utter_despair"),)) is None

    def test_an_answer_that_is_not_certain_leaves_the_warning_to_the_first_line(self) -> None:
        assert route("할머니가 쓰러지셨어요", "faq/emergency_welfare", 0.5) == "emergency"

    def test_an_answer_that_warns_itself_is_enough(self) -> None:
        assert route("불나서 집이 다 탔어요", "faq/emergency_welfare") is None


WRITING = {"form": "complaint_form", "slots": {"complaint_key": "k"}}
STORY, PLACE = "complaint_story", "complaint_place"


class TestComplaints:
    def test_free_words_are_taken_and_not_asked_back(self) -> None:
        assert route("밤마다 개가 짖어요", "nlu_fallback", 0.1, asked=STORY, **WRITING) == "take_complaint"
        assert route("우리 집 앞 슈퍼 옆", "faq/library", 0.2, asked=PLACE, **WRITING) == "take_complaint"

    def test_a_question_and_an_order_keep_their_meaning(self) -> None:
        assert route("여권은 어떻게 만들어요?", "faq/passport", asked=STORY, **WRITING) is None
        assert route("그만할래요", "stop", 0.2, asked=STORY, **WRITING) is None
        assert route("등본 먼저 떼줘", "issue_document", asked=PLACE, **WRITING) is None

    def test_danger_still_comes_first(self) -> None:
        assert route("불이 났어요", "nlu_fallback", 0.1, asked=STORY, **WRITING) == "emergency"

    def test_words_to_be_added_are_taken_right_after_they_were_asked_for(self) -> None:
        asked = past("utter_complaint_add_what")
        more = {"slots": {"adding_to": "2026-0000018"}}
        assert route("어제 밤에도 그랬어요", "nlu_fallback", 0.1, before=(asked,), **more) == "take_addition"
        assert route("그만", "stop", before=(asked,), **more) is None
        assert route("어제도요", "nlu_fallback", 0.1, before=(past("utter_thank"), asked), **more) == "default_fallback"


class TestSlots:
    def test_a_button_and_news_go_their_way_and_clear_an_old_route(self) -> None:
        asked = turn('/faq{"topic":"passport"}', "faq/passport", 0.1, slots={"route": "follow_up"})
        assert RECEPTION.decide(asked).slots == {"route": None}
        assert RECEPTION.decide(turn("EXTERNAL_paper_issued", "EXTERNAL_paper_issued")).slots == {}

    @pytest.mark.parametrize(
        ("label", "topic"),
        [("ask_document_fee", "document"), ("report_noise", "report"), ("report_document_problem", "document")],
    )
    def test_papers_and_reports_become_the_topic(self, label: str, topic: str) -> None:
        assert RECEPTION.decide(turn("말", label)).slots == {"last_topic": topic}

    def test_what_is_not_sure_changes_no_topic(self) -> None:
        assert "last_topic" not in RECEPTION.decide(turn("말", "report_noise", 0.2)).slots
