"""To a person: the channel's queue gets the reason and a summary with the sentence."""

from actions.action import CounterAction
from actions.handover.summary import EMERGENCY, REASONS, REQUESTED, item
from actions.outcome import Outcome, Say
from actions.turn import Turn


class HandOver(CounterAction):
    """Asked for, also in the middle of a form, which stays as it is. A button may name its reason."""

    title = "action_hand_over"

    def decide(self, turn: Turn) -> Outcome:
        named = turn.entities.get("reason")
        reason = str(named) if named in REASONS else REQUESTED
        response = "utter_hand_over_emergency" if reason == EMERGENCY else "utter_hand_over"
        return Outcome((Say(response, handover=item(turn, reason)),))
