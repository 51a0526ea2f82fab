from typing import Any

import pytest

from actions import words as cards
from actions.action import CounterAction
from actions.complaints import ask, state, steps, words, writing
from actions.complaints.file import FileComplaint
from actions.complaints.writing import Counter
from actions.identity_card import IdentityCards
from actions.outcome import Outcome
from actions.turn import Turn
from tests.unit.actions.fakes_actions import PERSON, FakeDesk
from tests.unit.actions.fakes_complaints import NUMBER, FakeRoom
from tests.unit.actions.fakes_turns import past, turn

WORDS = words.load()
STORY = "새벽마다 공사장에서 쿵쿵거려요"
FORM = {"form": "complaint_form"}
READY = {
    "complaint_key": "k",
    "complaint_kind": "report_noise",
    "complaint_story": "told",
    "complaint_place": "known",
    "complaint_photo": "none",
    "complaint_contact": "verified",
}


@pytest.fixture
def room() -> FakeRoom:
    return FakeRoom()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def counter(room: FakeRoom, desk: FakeDesk) -> Counter:
    return Counter(room, desk, WORDS)  # type: ignore[arg-type]


def said(outcome: Outcome) -> list[str]:
    return [say.response for say in outcome.says]


def decide(action: CounterAction, asked: Turn) -> tuple[list[str], dict[str, Any], str | None]:
    outcome = action.decide(asked)
    return said(outcome), dict(outcome.slots), outcome.next_action


class TestOpening:
    def test_the_story_goes_to_the_draft_and_the_slots_hold_codes(self, counter: Counter, room: FakeRoom) -> None:
        outcome = writing.OpenComplaint(counter).decide(turn(STORY, "report_noise"))
        assert said(outcome) == ["utter_report_noise"]
        assert room.sent[0] | {"key": ""} == {"key": "", "kind": "report_noise", "text": STORY}
        assert outcome.slots["complaint_key"] == room.sent[0]["key"]
        assert outcome.slots["complaint_story"] == "told"
        assert STORY not in outcome.slots.values()

    def test_what_an_earlier_draft_held_is_not_taken_for_this_one(self, counter: Counter) -> None:
        slots = writing.OpenComplaint(counter).decide(turn("소음 신고할게요", "report_noise")).slots
        assert (slots["complaint_story"], slots["complaint_place"]) == (None, None)

    def test_who_was_verified_a_moment_ago_is_not_asked(self, counter: Counter, desk: FakeDesk) -> None:
        desk.person = PERSON
        assert (
            writing.OpenComplaint(counter).decide(turn(STORY, "report_noise")).slots["complaint_contact"] == "verified"
        )

    def test_a_proposal_needs_no_place(self, counter: Counter) -> None:
        asked = turn("공원에 벤치를 더 놓아 주세요", "suggest_policy")
        assert writing.OpenComplaint(counter).decide(asked).slots["complaint_place"] == "none"

    def test_while_a_paper_is_asked_for_it_is_noted_down(self, counter: Counter, room: FakeRoom) -> None:
        outcome = writing.OpenComplaint(counter).decide(turn(STORY, "report_noise", form="issue_form"))
        assert said(outcome) == ["utter_complaint_noted"]
        assert room.sent[0]["text"] == STORY
        assert "asked" not in outcome.slots

    def test_the_room_is_down_and_nothing_is_lost(self, counter: Counter, room: FakeRoom) -> None:
        room.down = True
        action = writing.OpenComplaint(counter)
        assert decide(action, turn(STORY, "report_noise")) == (
            ["utter_complaint_down"],
            {"route": None},
            "action_listen",
        )
        room.down = False
        before = (
            past("utter_complaint_down", text="/resume_complaint", intent="resume_complaint"),
            past("utter_complaint_down", text=STORY, intent="report_noise"),
        )
        action.decide(turn("/resume_complaint", "resume_complaint", before=before))
        assert room.sent[0]["text"] == STORY

    def test_nothing_to_go_on_with(self, counter: Counter) -> None:
        says, _, following = decide(writing.OpenComplaint(counter), turn("/resume_complaint", "resume_complaint"))
        assert (says, following) == (["utter_complaint_nothing_open"], "action_listen")


class TestTaking:
    def take(self, counter: Counter, text: str, asked: str, label: str = "nlu_fallback", **more: Any) -> Outcome:
        slots = READY | {asked: None} | more.pop("slots", {})
        return writing.TakeComplaint(counter).decide(turn(text, label, asked=asked, slots=slots, **FORM, **more))

    def test_a_place_that_is_found(self, counter: Counter) -> None:
        outcome = self.take(counter, "망원초등학교 정문", "complaint_place")
        assert outcome.slots["complaint_place"] == "known"
        assert outcome.next_action == "complaint_form"

    def test_a_district_that_is_known_goes_along(self, counter: Counter, room: FakeRoom) -> None:
        self.take(counter, "망원초등학교 정문", "complaint_place", slots={"district": "마포구"})
        assert room.sent[0]["district"] == "마포구"

    def test_a_place_that_is_not_found_asks_for_its_district_once(self, counter: Counter, room: FakeRoom) -> None:
        room.finds = False
        first = self.take(counter, "우리 집 앞", "complaint_place")
        assert (first.slots["complaint_place"], first.slots["asked"]) == (None, "complaint_district")
        again = self.take(counter, "몰라요 그냥 앞이에요", "complaint_place", slots={"asked": "complaint_district"})
        assert again.slots["complaint_place"] == "said"

    def test_a_correction_is_confirmed(self, counter: Counter) -> None:
        entities = {"district": "강남구"}
        slots = {"complaint_place": "known"}
        outcome = self.take(
            counter, "아니 강남구 말고 서초구", "complaint_confirmed", "deny", entities=entities, slots=slots
        )
        assert said(outcome) == ["utter_complaint_place_changed"]
        assert outcome.says[0].values["place"].startswith("서초구")

    def test_here_waits_for_the_device(self, counter: Counter) -> None:
        outcome = self.take(counter, "여기요", "complaint_place")
        assert (said(outcome), outcome.next_action) == (["utter_complaint_here"], "action_listen")

    def test_no_picture_in_words(self, counter: Counter) -> None:
        assert self.take(counter, "사진 없어요", "complaint_photo").slots["complaint_photo"] == "none"

    def test_another_report_waits(self, counter: Counter) -> None:
        outcome = self.take(counter, "하수구도 막혔어요", "complaint_confirmed", "report_drain")
        assert said(outcome) == ["utter_complaint_one_at_a_time"]

    def test_a_pressed_kind_changes_it(self, counter: Counter, room: FakeRoom) -> None:
        outcome = self.take(counter, "/report_drain", "complaint_confirmed", "report_drain")
        assert room.sent[0]["kind"] == "report_drain"
        assert outcome.slots["complaint_kind"] == "report_drain"
        assert said(outcome) == ["utter_complaint_kind_changed"]

    def test_words_that_did_not_arrive_are_taken_up_again(self, counter: Counter, room: FakeRoom) -> None:
        before = (past("utter_complaint_down", text="망원초등학교 정문", intent="nlu_fallback"),)
        self.take(counter, "/resume_complaint", "complaint_place", "resume_complaint", before=before)
        assert room.sent[0]["place"] == "망원초등학교 정문"


class TestAsking:
    def test_the_card_of_the_papers_serves_here(self, counter: Counter, desk: FakeDesk) -> None:
        action = ask.AskContact(counter, IdentityCards(cards.load(), None))
        (say,) = action.decide(turn("x", "complaint_no_photo", slots=READY, **FORM)).says
        assert say.card is not None
        assert say.card["type"] == "identity"
        assert desk.purposes == ["민원 접수"]

    def test_what_will_be_filed_is_said_with_what_was_reported_before(self, counter: Counter, room: FakeRoom) -> None:
        room.similar, room.photos = ("2026-0000026",), 2
        room.draft("c", "k", place="망원초등학교 정문", district="마포구")
        similar, summary = ask.AskConfirmed(counter).decide(turn("x", "affirm", slots=READY, **FORM)).says
        assert (similar.response, similar.values) == ("utter_complaint_similar", {"number": "2026-0000026"})
        assert summary.values == {"kind": "소음", "place": "마포구 망원초등학교 정문", "photos": "2장"}

    def test_a_question_that_stands_is_not_repeated_after_news(self) -> None:
        slots = READY | {"asked": "complaint_photo"}
        assert ask.AskPhoto().decide(turn("EXTERNAL_silence", "EXTERNAL_silence", slots=slots, **FORM)).says == ()
        assert said(
            ask.AskPhoto().decide(turn("EXTERNAL_place_given", "EXTERNAL_place_given", slots=READY, **FORM))
        ) == ["utter_ask_complaint_photo"]

    def test_nobody_is_asked_while_a_person_is_called(self) -> None:
        assert ask.AskPhoto().decide(turn("사람", "request_agent", slots=READY, handed_over=True, **FORM)).says == ()


class TestSteps:
    @pytest.mark.parametrize(
        ("asked", "label", "expected"),
        [
            ("complaint_confirmed", "affirm", "action_file_complaint"),
            ("complaint_confirmed", "deny", "action_fix_complaint"),
            ("complaint_photo", "deny", "complaint_form"),
            ("complaint_photo", "affirm", "action_listen"),
            ("complaint_place", "deny", "complaint_form"),
        ],
    )
    def test_yes_and_no_mean_what_was_asked(self, asked: str, label: str, expected: str) -> None:
        outcome = steps.AnswerComplaint().decide(turn("네", label, asked=asked, **FORM))
        assert outcome.next_action == expected

    @pytest.mark.parametrize(
        ("asked", "undone"),
        [
            ("complaint_place", "complaint_story"),
            ("complaint_photo", "complaint_place"),
            ("complaint_contact", "complaint_photo"),
            ("complaint_confirmed", "complaint_photo"),
        ],
    )
    def test_back_undoes_the_step_before(self, counter: Counter, asked: str, undone: str) -> None:
        slots = steps.BackInComplaint(counter).decide(turn("뒤로", "go_back", asked=asked, slots=READY, **FORM)).slots
        assert slots == {undone: None, "asked": None}

    def test_there_is_nothing_before_the_first(self, counter: Counter) -> None:
        asked = turn("뒤로", "go_back", asked="complaint_story", slots={"complaint_key": "k"}, **FORM)
        assert said(steps.BackInComplaint(counter).decide(asked)) == ["utter_nothing_to_go_back"]

    def test_mending_asks_what(self) -> None:
        assert decide(steps.FixComplaint(), turn("x", "complaint_fix", **FORM))[::2] == (
            ["utter_complaint_fix"],
            "action_listen",
        )
        _, slots, following = decide(
            steps.FixComplaint(), turn("x", "complaint_fix", entities={"part": "place"}, **FORM)
        )
        assert (slots["complaint_place"], following) == (None, "complaint_form")

    def test_a_paper_first_leaves_the_form_and_is_heard_again(self) -> None:
        outcome = steps.SetAside().decide(turn("등본 먼저 떼줘", "issue_document", slots=READY, **FORM))
        assert outcome.leave_form
        assert outcome.hears is not None
        assert said(outcome) == ["utter_complaint_set_aside"]
        assert state.KEY not in outcome.slots

    def test_what_was_put_aside_is_offered(self) -> None:
        assert said(steps.OfferResume().decide(turn(slots=READY))) == ["utter_complaint_waits"]
        aside = {"set_aside": "issue", "document": "주민등록표 등본"}
        assert said(steps.OfferResume().decide(turn(slots=aside))) == ["utter_paper_waits"]
        assert decide(steps.OfferResume(), turn()) == ([], {"set_aside": None}, "action_listen")

    def test_stopping_empties_the_slots_and_forgets_the_draft(self, counter: Counter, room: FakeRoom) -> None:
        asked = turn("그만", "stop", slots=READY, **FORM)
        assert steps.StopComplaint(counter).decide(asked).slots == state.CLEARED
        assert room.done == [("drop", "k")]
        room.down = True
        assert said(steps.StopComplaint(counter).decide(asked)) == ["utter_complaint_stopped"]

    def test_who_is_verified_is_named_to_the_room_and_not_asked_again(
        self, counter: Counter, room: FakeRoom, desk: FakeDesk
    ) -> None:
        desk.person = PERSON
        outcome = writing.OpenComplaint(counter).decide(turn(STORY, "report_noise"))
        assert room.sent[0]["verification"] == PERSON.verification
        assert outcome.slots["complaint_contact"] == "verified"
        room.contact = True
        outcome = writing.OpenComplaint(counter).decide(turn(STORY, "report_noise"))
        assert outcome.slots["complaint_contact"] == "known"

    def test_an_approval_counts_only_with_the_office(self, counter: Counter, desk: FakeDesk) -> None:
        asked = turn("EXTERNAL_identity_approved", "EXTERNAL_identity_approved", **FORM)
        assert steps.Identified(counter).decide(asked).slots == {}
        desk.person = PERSON
        assert steps.Identified(counter).decide(asked).slots == {"complaint_contact": "verified"}

    def test_pictures_and_places_come_from_the_page(self, counter: Counter, room: FakeRoom) -> None:
        photo = turn("x", "EXTERNAL_attachment", entities={"count": "2"}, asked="complaint_photo", slots=READY, **FORM)
        assert steps.TakePhoto(counter).decide(photo).slots == {"complaint_photo": "2"}
        place = turn("x", "EXTERNAL_place_given", asked="complaint_place", slots=READY, **FORM)
        assert steps.TakePlace(counter).decide(place).slots["complaint_place"] == "known"
        room.finds = False
        assert steps.TakePlace(counter).decide(place).slots["asked"] == "complaint_district"
        assert said(steps.TakePhoto(counter).decide(turn("x", "EXTERNAL_attachment"))) == ["utter_photo_for_what"]

    def test_pictures_for_what_was_filed_are_handed_in_at_once(self, counter: Counter, room: FakeRoom) -> None:
        photo = turn("x", "EXTERNAL_attachment", slots={"adding_to": NUMBER})
        assert said(steps.TakePhoto(counter).decide(photo)) == ["utter_complaint_photo_added"]
        assert room.done == [("add", NUMBER, "사진을 더했어요.")]


class TestFiling:
    def file(self, counter: Counter, slots: dict[str, Any] = READY) -> Outcome:
        return FileComplaint(counter).decide(turn("/complaint_confirm", "complaint_confirm", slots=slots, **FORM))

    def test_it_gets_a_number_and_a_card(self, counter: Counter, desk: FakeDesk) -> None:
        desk.person = PERSON
        outcome = self.file(counter)
        (say,) = outcome.says
        assert say.values == {"number": NUMBER, "due": "11월 27일"}
        assert say.card is not None
        assert [each["payload"].partition("{")[0] for each in say.card["actions"]] == [
            "/add_to_complaint",
            "/withdraw_complaint",
        ]
        assert outcome.leave_form
        assert outcome.slots == state.CLEARED

    def test_twice_is_once(self, counter: Counter, desk: FakeDesk, room: FakeRoom) -> None:
        desk.person = PERSON
        self.file(counter)
        self.file(counter)
        assert list(room.filed) == ["k"]

    def test_without_a_live_check_it_is_asked_again(self, counter: Counter, room: FakeRoom) -> None:
        outcome = self.file(counter)
        assert said(outcome) == ["utter_complaint_identity_expired"]
        assert (outcome.slots["complaint_contact"], outcome.next_action) == (None, "complaint_form")
        assert room.filed == {}

    def test_an_unfinished_one_goes_on_asking(self, counter: Counter, room: FakeRoom) -> None:
        assert self.file(counter, READY | {"complaint_place": None}).next_action == "complaint_form"
        assert room.filed == {}

    def test_when_the_room_is_down_the_form_stays(self, counter: Counter, desk: FakeDesk, room: FakeRoom) -> None:
        desk.person, room.down = PERSON, True
        outcome = self.file(counter)
        assert said(outcome) == ["utter_complaint_file_down"]
        assert not outcome.leave_form
        assert outcome.slots == {}

    def test_an_old_button_is_closed(self, counter: Counter) -> None:
        assert said(self.file(counter, {})) == ["utter_complaint_card_closed"]
