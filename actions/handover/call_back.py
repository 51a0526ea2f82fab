"""Out of hours: a call-back case with a number instead of a queue in which nobody serves."""

from actions.action import CounterAction
from actions.complaints.case import CaseRefused, CasesDown
from actions.complaints.room import Room
from actions.outcome import Outcome, Say
from actions.turn import Turn


class CallBack(CounterAction):
    """Pressed twice about the same matter, it is one case."""

    title = "action_call_back"

    def __init__(self, room: Room) -> None:
        self._room = room

    def decide(self, turn: Turn) -> Outcome:
        topic = str(turn.slot("last_topic") or turn.form or "general")
        try:
            number = self._room.call_back(turn.conversation, f"{turn.conversation}.{topic.replace('/', '.')}", topic)
        except (CasesDown, CaseRefused):
            return Outcome((Say("utter_call_back_down"),))
        return Outcome((Say("utter_call_back_taken", {"number": number}),))
