import pytest

from actions.complaints import afterwards, words
from actions.complaints.writing import Counter
from actions.outcome import Outcome
from tests.unit.actions.fakes_actions import FakeDesk
from tests.unit.actions.fakes_complaints import NUMBER, FakeRoom, complaint
from tests.unit.actions.fakes_turns import turn

OTHER = "2026-0000026"


@pytest.fixture
def room() -> FakeRoom:
    return FakeRoom(listed=[complaint()])


@pytest.fixture
def counter(room: FakeRoom) -> Counter:
    return Counter(room, FakeDesk(), words.load())  # type: ignore[arg-type]


def said(outcome: Outcome) -> list[str]:
    return [say.response for say in outcome.says]


def test_the_status_has_a_card_each(counter: Counter, room: FakeRoom) -> None:
    status = afterwards.ComplaintStatus(counter)
    (one,) = status.decide(turn("민원 어떻게 됐어요", "check_complaint_status")).says
    assert one.values == {"kind": "소음", "state": "접수"}
    assert one.card is not None
    assert one.card["number"] == NUMBER
    room.listed = [complaint(), complaint(OTHER, "answered")]
    every = status.decide(turn("민원 어떻게 됐어요", "check_complaint_status"))
    assert said(every) == ["utter_complaint_list", "utter_complaint_line", "utter_complaint_line"]
    named = status.decide(turn("x", "check_complaint_status", entities={"complaint_number": "20260000026"}))
    assert [say.card["number"] for say in named.says if say.card] == [OTHER]


def test_none_is_said_plainly(counter: Counter, room: FakeRoom) -> None:
    room.listed = []
    assert said(afterwards.ComplaintStatus(counter).decide(turn())) == ["utter_complaint_none"]


def test_more_words_are_asked_for_and_added(counter: Counter, room: FakeRoom) -> None:
    asked = afterwards.AddToComplaint(counter).decide(turn("추가할 게 있어요", "add_to_complaint"))
    assert asked.slots == {"adding_to": NUMBER}
    outcome = afterwards.TakeAddition(counter).decide(turn("어제도 그랬어요", slots={"adding_to": NUMBER}))
    assert room.done == [("add", NUMBER, "어제도 그랬어요")]
    assert outcome.slots["adding_to"] is None


def test_words_that_cannot_be_added_now_can_be_said_again(counter: Counter, room: FakeRoom) -> None:
    room.down = True
    outcome = afterwards.TakeAddition(counter).decide(turn("어제도 그랬어요", slots={"adding_to": NUMBER}))
    assert said(outcome) == ["utter_complaints_down"]
    assert "adding_to" not in outcome.slots


def test_of_several_it_is_asked_which(counter: Counter, room: FakeRoom) -> None:
    room.listed = [complaint(), complaint(OTHER)]
    (say,) = afterwards.AddToComplaint(counter).decide(turn("x", "add_to_complaint")).says
    assert [each["payload"] for each in say.buttons] == [
        f'/add_to_complaint{{"complaint_number":"{number}"}}' for number in (NUMBER, OTHER)
    ]


def test_withdrawing_is_asked_once_more_and_then_done(counter: Counter, room: FakeRoom) -> None:
    (say,) = afterwards.WithdrawComplaint(counter).decide(turn("취하할게요", "withdraw_complaint")).says
    assert [each["payload"] for each in say.buttons] == [
        f'/confirm_withdrawal{{"complaint_number":"{NUMBER}"}}',
        "/keep_complaint",
    ]
    assert room.done == []
    pressed = turn("x", "confirm_withdrawal", entities={"complaint_number": NUMBER})
    assert said(afterwards.ConfirmWithdrawal(counter).decide(pressed)) == ["utter_complaint_withdrawn"]
    assert room.done == [("withdraw", NUMBER)]


def test_what_is_over_cannot_be_withdrawn(counter: Counter, room: FakeRoom) -> None:
    room.listed = [complaint(state="answered")]
    assert said(afterwards.WithdrawComplaint(counter).decide(turn("x", "withdraw_complaint"))) == [
        "utter_complaint_none"
    ]


def test_a_score_is_passed_on(counter: Counter, room: FakeRoom) -> None:
    rated = turn("x", "rate_complaint", entities={"complaint_number": NUMBER, "score": "4"})
    assert said(afterwards.RateComplaint(counter).decide(rated)) == ["utter_complaint_rated"]
    assert room.done == [("rate", NUMBER, 4)]


def test_a_refusal_and_a_closed_room_have_their_own_words(counter: Counter, room: FakeRoom) -> None:
    room.refuses = True
    assert said(afterwards.ComplaintStatus(counter).decide(turn())) == ["utter_complaint_not_possible"]
    room.refuses, room.down = False, True
    assert said(afterwards.ComplaintStatus(counter).decide(turn())) == ["utter_complaints_down"]
