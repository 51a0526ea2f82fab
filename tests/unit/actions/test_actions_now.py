import pytest

from actions.identity.state import State
from actions.now import HearComplaint, Help, Silence
from tests.unit.actions.fakes_actions import FakeDesk, verification
from tests.unit.actions.fakes_turns import past, turn


def helped(desk: FakeDesk | None = None, **more) -> str:
    (say,) = Help(desk or FakeDesk()).decide(turn("도와줘", "help", **more)).says
    return say.response


@pytest.mark.parametrize(
    ("asked", "response"),
    [("document", "utter_help_document"), ("choice", "utter_help_choice"), ("identity", "utter_help_identity")],
)
def test_in_the_form_help_is_about_the_step(asked: str, response: str) -> None:
    assert helped(form="issue_form", asked=asked) == response


def test_while_the_phone_is_asked_help_is_about_the_wait() -> None:
    desk = FakeDesk(newest=verification(State.PENDING))
    assert helped(desk, form="issue_form", asked="identity") == "utter_help_waiting"


@pytest.mark.parametrize(
    ("before", "response"),
    [
        ((), "utter_help"),
        ((past("utter_issue_accepted"),), "utter_help_paper_coming"),
        ((past("utter_paper_waiting_seal_down"), past("utter_issue_accepted")), "utter_help_paper_coming"),
        ((past("utter_paper_issued"), past("utter_issue_accepted")), "utter_help"),
    ],
)
def test_outside_the_form_help_knows_whether_a_paper_is_coming(before: tuple, response: str) -> None:
    assert helped(before=before) == response


def test_anger_is_acknowledged_once() -> None:
    (first,) = HearComplaint().decide(turn("답답하네", "complain_about_bot")).says
    before = (past("utter_thank"), past(first.response))
    (second,) = HearComplaint().decide(turn("아 진짜", "complain_about_bot", before=before)).says
    assert (first.response, second.response) == ("utter_complaint_heard", "utter_complaint_again")


def test_anger_for_the_third_time_calls_a_person() -> None:
    before = (past("utter_complaint_again"), past("utter_thank"), past("utter_complaint_heard"))
    (third,) = HearComplaint().decide(turn("아 진짜", "complain_about_bot", before=before)).says
    assert third.handover == {"reason": "emotion", "team": "general", "summary": {"misunderstood": 0}}
    (second,) = HearComplaint().decide(turn("아 진짜", "complain_about_bot", before=before[1:])).says
    assert second.handover is None


def test_silence_matters_only_in_the_middle_of_a_request() -> None:
    silent = turn("EXTERNAL_silence", "EXTERNAL_silence")
    assert Silence().decide(silent).says == ()
    (say,) = Silence().decide(turn("EXTERNAL_silence", "EXTERNAL_silence", form="issue_form")).says
    assert say.response == "utter_silence"
