"""From the finished form to a complaint with a number."""

from actions.action import CounterAction
from actions.complaints import state
from actions.complaints.card import card
from actions.complaints.case import CaseRefused, CasesDown, Complaint
from actions.complaints.writing import Counter
from actions.outcome import Outcome, Say
from actions.turn import Turn


class FileComplaint(CounterAction):
    """The draft's key makes it safe to press twice: the same complaint is given again."""

    title = "action_file_complaint"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        key = turn.slot(state.KEY)
        if key is None or turn.form != state.FORM:
            return Outcome((Say("utter_complaint_card_closed"),), next_action="action_listen")
        if any(turn.slot(step) is None for step in state.STEPS[:-1]):
            return Outcome(next_action=state.FORM)
        if turn.slot(state.CONTACT) == "verified" and self._counter.desk.use(turn.conversation) is None:
            slots = {state.CONTACT: None, "asked": None}
            return Outcome((Say("utter_complaint_identity_expired"),), slots, next_action=state.FORM)
        return self._file(turn, str(key))

    def _file(self, turn: Turn, key: str) -> Outcome:
        try:
            filed = self._counter.room.file(turn.conversation, key)
        except CasesDown:
            return Outcome((Say("utter_complaint_file_down"),), next_action="action_listen")
        except CaseRefused:
            return Outcome((Say("utter_complaint_refused"),), next_action="action_listen")
        return Outcome((self._say(turn, filed),), state.CLEARED, leave_form=True, next_action="action_offer_resume")

    def _say(self, turn: Turn, filed: Complaint) -> Say:
        words = self._counter.words.of(turn)
        values = {"number": filed.number, "due": words.day(filed.due_at)}
        return Say(
            "utter_complaint_filed" if filed.due_at else "utter_complaint_filed_no_due", values, card(words, filed)
        )
