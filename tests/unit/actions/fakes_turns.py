"""Turns as an action sees them, without an engine."""

from typing import Any

from actions.past import Past
from actions.turn import Turn


def turn(text: str = "", label: str = "greet", confidence: float = 0.9, **more: Any) -> Turn:
    """Give a turn in which ``text`` was understood as ``label`` (``faq/…`` for a question); ``more`` are its fields."""
    intent = label.partition("/")[0]
    said = more.pop("entities", {})
    known: dict[str, Any] = {
        "conversation": "conversation-0000000001",
        "entities": said,
        "mentions": tuple(said.items()),
        "slots": {},
        "form": None,
        "asked": None,
        "question": label if intent == "faq" else None,
        "ranking": ((label, confidence),),
        "heard": {"event": "user", "text": text, "metadata": {"inbox": "7"}},
    }
    return Turn(text=text, intent=intent, confidence=confidence, **{**known, **more})


def past(*responses: str, text: str = "", **more: Any) -> Past:
    return Past(text, more.pop("intent", "greet"), responses, **more)


def button(title: str, payload: str) -> dict[str, str]:
    return {"title": title, "payload": payload}
