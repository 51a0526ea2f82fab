"""Back from a person, or on a person's request."""

from actions.action import CounterAction
from actions.complaints import state
from actions.desk import Desk
from actions.identity_card import IdentityCards
from actions.outcome import Outcome, Say
from actions.turn import Turn


class Returned(CounterAction):
    """The assistant speaks again; an open form waits for a tap, so that nobody is pushed on."""

    title = "action_returned"

    def decide(self, turn: Turn) -> Outcome:
        responses = {state.FORM: "utter_returned_complaint", state.ISSUE_FORM: "utter_returned_paper"}
        return Outcome((Say(responses.get(turn.form or "", "utter_returned")),))


class StaffAsksIdentity(CounterAction):
    """Somebody of the staff wants to know who it is: the card of the identity check."""

    title = "action_staff_asks_identity"

    def __init__(self, desk: Desk, cards: IdentityCards, purpose: str) -> None:
        self._desk, self._cards, self._purpose = desk, cards, purpose

    def decide(self, turn: Turn) -> Outcome:
        asked = self._desk.ask_for(turn.conversation, self._purpose)
        return Outcome((Say("utter_staff_asks_identity", card=self._cards(asked)),))
