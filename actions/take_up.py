"""A button chosen in words: "네" to "혹시 여권 말씀이세요?", "두 번째 거요", or what stands on the button."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from actions import hearing
from actions.action import CounterAction
from actions.fallback import ASKED_BACK, SUGGESTED
from actions.outcome import Outcome
from actions.turn import Turn

_WORDS = Path(__file__).with_name("take_up.yml")
_CHOICES = frozenset({ASKED_BACK, SUGGESTED, "utter_complaint_withdraw_confirm", "utter_complaint_which"})
"""Answers whose buttons may be chosen by their place, the first by a "네"."""
_NOT_SAID = re.compile(r"[\s?!.,~…·'\"‘’“”()]+")


class Choice:
    """Which of the buttons under the last answer a message means."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._places = [re.compile(pattern) for pattern in words["places"]]
        self._after = re.compile(words["after"])

    def payload(self, turn: Turn) -> str | None:
        """Give the payload of the button that is meant; None when the message is about something else."""
        buttons = turn.before[0].buttons if turn.before else ()
        said = _NOT_SAID.sub("", turn.text)
        for button in buttons:
            if self._after.sub("", said).lower() == _NOT_SAID.sub("", button["title"]).lower():
                return button["payload"]
        place = self._place(said, turn)
        return buttons[place]["payload"] if place is not None and place < len(buttons) else None

    def _place(self, said: str, turn: Turn) -> int | None:
        if _CHOICES.isdisjoint(turn.just_said):
            return None
        named = next((place for place, pattern in enumerate(self._places) if pattern.fullmatch(said)), None)
        return 0 if named is None and turn.intent == "affirm" else named


def load() -> Choice:
    return Choice(yaml.safe_load(_WORDS.read_text("utf-8")))


class TakeUp(CounterAction):
    """Go on as if the button had been pressed."""

    title = "action_take_up"

    def __init__(self, choice: Choice) -> None:
        self._choice = choice

    def decide(self, turn: Turn) -> Outcome:
        payload = self._choice.payload(turn)
        if payload is None:
            return Outcome(slots={"route": None})
        slots: dict[str, Any] = {"route": None}
        if turn.intent == "affirm" and turn.asked:
            slots[turn.asked] = None  # the form took the "네" for itself
        return Outcome(slots=slots, hears=hearing.pressed(payload, turn))
