"""Whether something is happening now that 119 or 112 must hear of first. Pure; words in urgent.yml."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from actions import hearing
from actions.action import CounterAction
from actions.doubt import UNKNOWN, is_sure
from actions.handover.summary import EMOTION, item
from actions.outcome import Outcome, Say
from actions.turn import Turn

_WORDS = Path(__file__).with_name("urgent.yml")
_SPACES = re.compile(r"\s+")


FIRST, DESPAIR, AGAIN = "utter_emergency", "utter_despair", "utter_emergency_again"
WARNINGS = frozenset({FIRST, DESPAIR, AGAIN})


class Urgency:
    def __init__(self, words: Mapping[str, Any]) -> None:
        self._now, self._despair, self._never = (
            re.compile("|".join(words[name])) for name in ("now", "despair", "never")
        )

    def warning(self, text: str) -> str | None:
        """Give the response that ``text`` calls for before any other; None when nothing is urgent."""
        said = _SPACES.sub("", text)
        if self._never.search(said):
            return None
        if self._despair.search(said):
            return DESPAIR
        return FIRST if self._now.search(said) else None


def load() -> Urgency:
    return Urgency(yaml.safe_load(_WORDS.read_text("utf-8")))


class CallForHelp(CounterAction):
    """119 and 112 in one line; then the answer to what was said, when that was understood.

    A person is offered by a button; for who wants to die one is called at once.
    """

    title = "action_emergency"

    def __init__(self, urgency: Urgency) -> None:
        self._urgency = urgency

    def decide(self, turn: Turn) -> Outcome:
        response = self._urgency.warning(turn.text) or AGAIN
        person = item(turn, EMOTION) if response == DESPAIR else None
        line = (Say(response, handover=person),)
        if is_sure(turn) and turn.intent not in UNKNOWN:
            return Outcome(line, {"route": None}, hears=hearing.again(turn))
        return Outcome(line, {"route": None}, next_action="action_listen")
