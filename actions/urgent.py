"""Whether something is happening now that 119 or 112 must hear of first. Pure; words in urgent.yml."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from actions import hearing
from actions.action import CounterAction
from actions.doubt import UNKNOWN, is_sure
from actions.outcome import Outcome, Say
from actions.turn import Turn

_WORDS = Path(__file__).with_name("urgent.yml")
_SPACES = re.compile(r"\s+")


class Urgency:
    def __init__(self, words: Mapping[str, Any]) -> None:
        self._now, self._never = (re.compile("|".join(words[name])) for name in ("now", "never"))

    def __call__(self, text: str) -> bool:
        said = _SPACES.sub("", text)
        return bool(self._now.search(said)) and not self._never.search(said)


def load() -> Urgency:
    return Urgency(yaml.safe_load(_WORDS.read_text("utf-8")))


class CallForHelp(CounterAction):
    """119 and 112 in one line; then the answer to what was said, when that was understood."""

    title = "action_emergency"

    def decide(self, turn: Turn) -> Outcome:
        line = (Say("utter_emergency"),)
        if is_sure(turn) and turn.intent not in UNKNOWN:
            return Outcome(line, {"route": None}, hears=hearing.again(turn))
        return Outcome(line, {"route": None}, next_action="action_listen")
