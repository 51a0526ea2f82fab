import pytest

from actions import words as cards
from actions.handover.call_back import CallBack
from actions.handover.hand_over import HandOver
from actions.handover.returning import Returned, StaffAsksIdentity
from actions.identity_card import IdentityCards
from actions.outcome import Outcome
from tests.unit.actions.fakes_actions import FakeDesk, run, said, tracker
from tests.unit.actions.fakes_complaints import NUMBER, FakeRoom
from tests.unit.actions.fakes_turns import past, turn


def only(outcome: Outcome) -> str:
    (say,) = outcome.says
    return say.response


async def test_the_item_stands_beside_the_sentence() -> None:
    messages, slots = await run(HandOver(), tracker("request_agent", slots={"document": "주민등록표 등본"}))
    assert said(messages) == ["utter_hand_over"]
    item = messages[0]["custom"]["handover"]
    assert item == {
        "reason": "requested",
        "team": "general",
        "summary": {"document": "resident_register", "misunderstood": 0},
    }
    assert slots == {}


def test_the_summary_holds_codes_and_no_words() -> None:
    slots = {"complaint_key": "k1", "paper_number": "1234567890123452", "last_topic": "report"}
    before = (past("utter_rephrase", text="홍길동이에요"), past("utter_answer"))
    asked = turn(
        "사람 바꿔줘", "request_agent", slots=slots, before=before, form="complaint_form", asked="complaint_place"
    )
    (say,) = HandOver().decide(asked).says
    assert say.handover is not None
    assert say.handover["team"] == "complaints"
    assert say.handover["summary"] == {
        "topic": "report",
        "form": "complaint_form",
        "step": "complaint_place",
        "complaint": "k1",
        "paper": "1234567890123452",
        "misunderstood": 1,
    }


def test_who_takes_over_is_told_that_it_is_in_english() -> None:
    (say,) = HandOver().decide(turn("talk to a person", "request_agent", slots={"language": "en"})).says
    assert say.handover is not None
    assert say.handover["summary"]["language"] == "en"


@pytest.mark.parametrize(
    ("reason", "response", "sent", "team"),
    [
        ("emergency", "utter_hand_over_emergency", "emergency", "general"),
        ("part_down", "utter_hand_over", "part_down", "general"),
        ("complaint", "utter_hand_over", "complaint", "complaints"),
        ("paper", "utter_hand_over", "paper", "papers"),
        ("nonsense", "utter_hand_over", "requested", "general"),
    ],
)
def test_a_button_names_its_reason(reason: str, response: str, sent: str, team: str) -> None:
    (say,) = HandOver().decide(turn("/request_agent", "request_agent", entities={"reason": reason})).says
    assert say.handover is not None
    assert (say.response, say.handover["reason"], say.handover["team"]) == (response, sent, team)


@pytest.mark.parametrize(
    ("form", "response"),
    [
        (None, "utter_returned"),
        ("issue_form", "utter_returned_paper"),
        ("complaint_form", "utter_returned_complaint"),
    ],
)
def test_back_from_a_person_the_open_form_is_offered(form: str | None, response: str) -> None:
    assert only(Returned().decide(turn("x", "EXTERNAL_returned", form=form))) == response


def test_staff_may_ask_who_it_is() -> None:
    desk = FakeDesk()
    action = StaffAsksIdentity(desk, IdentityCards(cards.load(), None), "상담")  # type: ignore[arg-type]
    (say,) = action.decide(turn("x", "EXTERNAL_staff_asks_identity")).says
    assert say.card is not None
    assert say.card["type"] == "identity"
    assert desk.purposes == ["상담"]


def test_a_call_back_is_one_case_however_often_it_is_pressed() -> None:
    room = FakeRoom()
    (say,) = CallBack(room).decide(turn("x", "request_callback", slots={"last_topic": "faq/passport"})).says
    CallBack(room).decide(turn("x", "request_callback", slots={"last_topic": "faq/passport"}))
    assert say.values == {"number": NUMBER}
    assert room.done[0] == room.done[1]
    room.down = True
    assert only(CallBack(room).decide(turn("x", "request_callback"))) == "utter_call_back_down"


async def test_a_turn_knows_that_it_has_called_a_person() -> None:
    from actions import turn as turns  # noqa: PLC0415 - the name of this module is the fake's here

    user = {"event": "user", "text": "사람", "parse_data": {}}
    bot = {"event": "bot", "text": "네", "data": {"custom": {"handover": {}}}, "metadata": {}}
    assert turns.read(tracker(events=[user, bot])).handed_over
    assert not turns.read(tracker(events=[user, bot, user])).handed_over
