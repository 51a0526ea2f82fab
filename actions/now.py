"""What can be done at this moment: said on "도와줘", after a silence, and to somebody who is angry."""

from actions.action import CounterAction
from actions.complaints.state import CONTACT, FORM
from actions.desk import Desk
from actions.handover.summary import EMOTION, item
from actions.identity.state import State
from actions.outcome import Outcome, Say
from actions.turn import Turn

_ACCEPTED, _PAPER_NEWS = "utter_issue_accepted", "utter_paper_"
_ANGRY = frozenset({"utter_complaint_heard", "utter_complaint_again"})
_PATIENCE = 3
"""Angry messages until a person is called."""


class Help(CounterAction):
    """In the form: this step; while a phone or a paper is waited for: the wait; otherwise: everything."""

    title = "action_help"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def decide(self, turn: Turn) -> Outcome:
        return Outcome((Say(self._response(turn)),))

    def _response(self, turn: Turn) -> str:
        if turn.form is None:
            return "utter_help_paper_coming" if _paper_coming(turn) else "utter_help"
        if turn.asked in {"document", "about"}:
            return f"utter_help_{turn.asked}"
        if turn.asked in {"identity", CONTACT}:
            current = self._desk.current(turn.conversation)
            pending = current is not None and current.state is State.PENDING
            return "utter_help_waiting" if pending else "utter_help_identity"
        return "utter_help_complaint" if turn.form == FORM else "utter_help_choice"


class Silence(CounterAction):
    """Nothing was written for a while: say that the request still stands. Without one, silence is fine."""

    title = "action_silence"

    def decide(self, turn: Turn) -> Outcome:
        return Outcome((Say("utter_silence"),) if turn.form else ())


class HearComplaint(CounterAction):
    """Acknowledge once; after that only act; the third time a person takes over."""

    title = "action_hear_complaint"

    def decide(self, turn: Turn) -> Outcome:
        heard = sum(not _ANGRY.isdisjoint(past.responses) for past in turn.before)
        if heard >= _PATIENCE - 1:
            return Outcome((Say("utter_complaint_person", handover=item(turn, EMOTION)),))
        return Outcome((Say("utter_complaint_again" if heard else "utter_complaint_heard"),))


def _paper_coming(turn: Turn) -> bool:
    said = [name for past in turn.before for name in past.responses]
    newest = next((name for name in said if name.startswith((_ACCEPTED, _PAPER_NEWS))), None)
    return newest is not None and newest.startswith((_ACCEPTED, f"{_PAPER_NEWS}waiting"))
