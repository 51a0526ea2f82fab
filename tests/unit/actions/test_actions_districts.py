import pytest

from actions import follow_up, leaning
from actions.answer import AnswerQuestion, load_answers
from actions.districts import TellDistrict
from actions.follow_up import FollowUp, load_reports
from actions.outcome import Outcome
from actions.settings import HOUSE
from tests.unit.actions.fakes_turns import past, turn

ANSWERS = load_answers(HOUSE / "bot/answers")
ANSWER = AnswerQuestion(ANSWERS)
REPORTS = load_reports(HOUSE / "bot/answers")
FOLLOW_UP = FollowUp(ANSWERS, REPORTS, leaning.load())
BULKY = "faq/bulky_waste"
TELL = TellDistrict({"faq/shelter"})


def said(outcome: Outcome) -> list[str]:
    return [say.response for say in outcome.says]


class TestAskingForTheDistrict:
    def test_the_answer_comes_first_and_the_question_after_it(self) -> None:
        outcome = ANSWER.decide(turn("장롱 버려요", BULKY))
        assert said(outcome) == ["utter_answer", "utter_ask_district"]
        assert outcome.slots["district_asked"] is True

    def test_it_is_asked_once(self) -> None:
        assert said(ANSWER.decide(turn("장롱 버려요", BULKY, slots={"district_asked": True}))) == ["utter_answer"]

    def test_what_is_known_is_used(self) -> None:
        outcome = ANSWER.decide(turn("장롱 버려요", BULKY, slots={"district": "마포구"}))
        assert said(outcome) == ["utter_answer", "utter_district_office"]
        assert outcome.says[1].values == {"district": "마포구"}

    def test_what_is_said_with_the_question_is_kept(self) -> None:
        outcome = ANSWER.decide(
            turn("중랑구 장롱", BULKY, entities={"district": "중랑구"}, slots={"district": "마포구"})
        )
        assert outcome.slots["district"] == "중랑구"

    def test_a_name_of_several_places_is_asked_back_with_a_button_each(self) -> None:
        outcome = ANSWER.decide(turn("신사동", BULKY, entities={"ambiguous_district": ["강남구", "은평구"]}))
        assert said(outcome) == ["utter_answer", "utter_which_district"]
        assert [each["payload"] for each in outcome.says[1].buttons] == [
            '/tell_district{"district":"강남구"}',
            '/tell_district{"district":"은평구"}',
        ]

    def test_what_is_the_same_everywhere_asks_nothing(self) -> None:
        assert said(ANSWER.decide(turn("여권", "faq/passport"))) == ["utter_answer"]

    def test_the_form_asks_its_own_question_only(self) -> None:
        assert said(ANSWER.decide(turn("장롱 버려요", BULKY, form="issue_form"))) == ["utter_answer"]

    @pytest.mark.parametrize("label", ["faq/shelter", "faq/night_clinic"])
    def test_a_place_close_by_is_asked_for_as_such(self, label: str) -> None:
        assert said(ANSWER.decide(turn("어디", label))) == ["utter_answer", "utter_ask_district_nearby"]
        known = ANSWER.decide(turn("어디", label, slots={"district": "마포구"}))
        assert said(known) == ["utter_answer", "utter_district_nearby"]


class TestTellingTheDistrict:
    def test_it_is_kept_and_its_office_named(self) -> None:
        outcome = TELL.decide(turn("마포구", entities={"district": "마포구"}, slots={"route": "tell_district"}))
        assert said(outcome) == ["utter_district_office"]
        assert outcome.slots == {"route": None, "district": "마포구"}
        assert outcome.next_action == "action_listen"

    def test_after_a_place_a_place_is_named(self) -> None:
        asked = turn("마포구", entities={"district": "마포구"}, slots={"last_topic": "faq/shelter"})
        assert said(TELL.decide(asked)) == ["utter_district_nearby"]

    def test_a_button_leaves_what_follows_to_its_rule(self) -> None:
        outcome = TELL.decide(turn("/tell_district", entities={"district": "마포구"}, form="issue_form"))
        assert outcome.next_action is None

    def test_several_are_asked_back(self) -> None:
        asked = turn("신사동", entities={"ambiguous_district": ["강남구", "은평구"]}, slots={"route": "tell_district"})
        assert said(TELL.decide(asked)) == ["utter_which_district"]


class TestFollowUps:
    def follow(self, text: str, topic: str, **more) -> Outcome:
        slots = {"route": "follow_up", **more.pop("slots", {})}
        return FOLLOW_UP.decide(turn(text, before=(past("utter_answer", topic=topic),), slots=slots, **more))

    @pytest.mark.parametrize("label", ANSWERS)
    def test_every_topic_knows_its_telephone(self, label: str) -> None:
        (say,) = self.follow("거기 전화번호는?", label).says
        assert (say.response, say.values) == ("utter_follow_up", {"answer": ANSWERS[label].follow_ups["phone"]})

    def test_the_topic_stays_for_the_next_one(self) -> None:
        assert self.follow("얼마예요", "faq/passport").slots == {"route": None, "last_topic": "faq/passport"}

    def test_a_known_district_helps_with_place_and_telephone(self) -> None:
        known = {"slots": {"district": "마포구"}}
        assert said(self.follow("어디로 가요?", BULKY, **known)) == ["utter_follow_up", "utter_district_office"]
        assert said(self.follow("얼마예요", BULKY, **known)) == ["utter_follow_up"]

    def test_what_is_not_known_is_said_so(self) -> None:
        assert said(self.follow("그건 얼마예요?", "bank")) == ["utter_follow_up_unknown"]

    def test_a_report_knows_its_telephone(self) -> None:
        assert "120" in self.follow("전화번호는요?", "report").says[0].values["answer"]

    def test_until_when_after_a_report_is_about_the_report(self) -> None:
        long_ago = (past("utter_ok"),) * 6 + (past("utter_ask", intent="report_noise", topic="report"),)
        asked = turn("언제까지 처리돼요?", "ask_document_validity", before=long_ago, slots={"last_topic": "report"})
        assert follow_up.topic(asked) == "report"
        (say,) = FOLLOW_UP.decide(asked).says
        assert say.values["answer"] == REPORTS["when"]

    def test_in_the_middle_of_a_report_a_question_for_papers_is_about_the_report(self) -> None:
        more = {"form": "complaint_form", "before": (past("utter_ask_complaint_place"),)}
        assert follow_up.topic(turn("언제까지 처리돼요?", "ask_document_validity", **more)) == "report"
        assert follow_up.topic(turn("며칠 됐어요", "report_noise", **more)) is None
        assert follow_up.topic(turn("언제까지예요?", "ask_document_validity", **{**more, "form": "issue_form"})) is None

    def test_a_report_is_forgotten_when_papers_come_up(self) -> None:
        told = (past("utter_document_list", topic="document"), past("utter_ask", topic="report"))
        asked = turn("언제까지예요?", "ask_document_validity", before=told, slots={"last_topic": "document"})
        assert follow_up.topic(asked) is None

    def test_in_the_form_its_question_comes_back(self) -> None:
        assert self.follow("얼마예요", "faq/passport", form="issue_form").next_action == "issue_form"
