"""Complaints that were filed: how far they are, more words, withdrawing, and how it was."""

from collections.abc import Sequence

from actions.action import CounterAction
from actions.complaints import state
from actions.complaints.card import card
from actions.complaints.case import CaseRefused, CasesDown, Complaint
from actions.complaints.payload import payload
from actions.complaints.words import Words
from actions.complaints.writing import Counter
from actions.outcome import Outcome, Say
from actions.turn import Turn

ADD_WHAT, WITHDRAW = "utter_complaint_add_what", "utter_complaint_withdraw_confirm"
_LISTED = 3
_DOWN = Outcome((Say("utter_complaints_down"),))
_NUMBERS = ("complaint_number", "document_number")
"""A number of sixteen digits is read as a paper's where words stand alone."""


class _AboutFiled(CounterAction):
    """What is done to one complaint, found by its number or by being the only one."""

    states: str | None = None
    """Name in words.yml of the states in which this can be done; None for all."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        try:
            found = self._meant(turn, self._counter.room.mine(turn.conversation))
            if not found:
                return Outcome((Say("utter_complaint_none"),))
            return self._about(turn, found)
        except CasesDown:
            return _DOWN
        except CaseRefused:
            return Outcome((Say("utter_complaint_not_possible"),))

    def _about(self, turn: Turn, found: Sequence[Complaint]) -> Outcome:
        raise NotImplementedError

    def _meant(self, turn: Turn, every: Sequence[Complaint]) -> Sequence[Complaint]:
        if number := numbered(turn):
            return [each for each in every if _same(each.number, number)]
        return [each for each in every if self.states is None or each.state in self._counter.words.raw[self.states]]

    def _which(self, turn: Turn, found: Sequence[Complaint]) -> Outcome:
        words = self._counter.words.of(turn)
        buttons = tuple(
            {
                "title": words.raw["choice"].format(title=words.title(each.kind), number=each.number),
                "payload": payload(turn.intent, complaint_number=each.number),
            }
            for each in found[:_LISTED]
        )
        return Outcome((Say("utter_complaint_which", buttons=buttons),))


class ComplaintStatus(_AboutFiled):
    title = "action_complaint_status"

    def _about(self, turn: Turn, found: Sequence[Complaint]) -> Outcome:
        words = self._counter.words.of(turn)
        listed = tuple(self._line(words, each) for each in found[:_LISTED])
        many = (Say("utter_complaint_list", {"count": len(found)}),) if len(found) > 1 else ()
        return Outcome((*many, *listed))

    @staticmethod
    def _line(words: Words, complaint: Complaint) -> Say:
        values = {"kind": words.title(complaint.kind), "state": words.state(complaint.state)}
        return Say("utter_complaint_line", values, card(words, complaint))


class AddToComplaint(_AboutFiled):
    title = "action_add_to_complaint"
    states = "added_to"

    def _about(self, turn: Turn, found: Sequence[Complaint]) -> Outcome:
        if len(found) > 1:
            return self._which(turn, found)
        number = found[0].number
        return Outcome((Say(ADD_WHAT, {"number": number}),), {"adding_to": number})


class TakeAddition(CounterAction):
    """The words that follow on "더할 내용을 적어 주세요"."""

    title = "action_take_addition"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        number, done = str(turn.slot("adding_to")), {"route": None, "adding_to": None}
        try:
            self._counter.room.add(turn.conversation, number, state.new_key(), turn.text)
        except CasesDown:
            return Outcome((Say("utter_complaints_down"),), {"route": None}, next_action="action_listen")
        except CaseRefused:
            return Outcome((Say("utter_complaint_not_possible"),), done, next_action="action_listen")
        return Outcome((Say("utter_complaint_added", {"number": number}),), done, next_action="action_listen")


class WithdrawComplaint(_AboutFiled):
    """Asked once more before it is done."""

    title = "action_withdraw_complaint"
    states = "open_states"

    def _about(self, turn: Turn, found: Sequence[Complaint]) -> Outcome:
        if len(found) > 1:
            return self._which(turn, found)
        one, words = found[0], self._counter.words.of(turn)
        buttons = (
            {
                "title": words.raw["withdraw_yes"],
                "payload": payload("confirm_withdrawal", complaint_number=one.number),
            },
            {"title": words.raw["withdraw_no"], "payload": "/keep_complaint"},
        )
        return Outcome((Say(WITHDRAW, {"kind": words.title(one.kind), "number": one.number}, buttons=buttons),))


class ConfirmWithdrawal(_AboutFiled):
    title = "action_confirm_withdrawal"

    def _about(self, turn: Turn, found: Sequence[Complaint]) -> Outcome:
        number = found[0].number
        self._counter.room.withdraw(turn.conversation, number, f"withdraw-{number}")
        return Outcome((Say("utter_complaint_withdrawn", {"number": number}),))


class RateComplaint(_AboutFiled):
    title = "action_rate_complaint"

    def _about(self, turn: Turn, found: Sequence[Complaint]) -> Outcome:
        self._counter.room.rate(turn.conversation, found[0].number, int(turn.entities["score"]))
        return Outcome((Say("utter_complaint_rated"),))


def numbered(turn: Turn) -> str | None:
    """Give the complaint's number that the message names."""
    return next((str(turn.entities[name]) for name in _NUMBERS if turn.entities.get(name)), None)


def adds(turn: Turn) -> bool:
    """Tell whether the message is what shall be added to a complaint."""
    return bool(turn.slot("adding_to")) and turn.form is None and not turn.pressed and ADD_WHAT in turn.just_said


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one)) == "".join(filter(str.isalnum, other))
