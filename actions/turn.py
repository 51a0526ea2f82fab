"""The only reader of trackers: the engine's dictionary becomes a typed turn, once, at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk.interfaces import Tracker


@dataclass(frozen=True, slots=True)
class Turn:
    """What an action may know of the conversation. Slots hold ids and choices only, never personal data."""

    conversation: str
    intent: str
    entities: Mapping[str, Any]
    """Last value of each entity of the newest message."""
    mentions: tuple[tuple[str, Any], ...]
    """Every entity of the newest message with its value, in order."""
    slots: Mapping[str, Any]
    form: str | None
    """Name of the active form."""
    asked: str | None
    """Slot that the form asks for."""
    question: str | None
    """Label of the city's question that the response selector picked, e.g. ``faq/passport``."""

    def slot(self, name: str) -> Any:
        return self.slots.get(name)

    def every(self, entity: str) -> list[Any]:
        """Give all values of one entity in the newest message."""
        return [value for name, value in self.mentions if name == entity]


def read(tracker: Tracker) -> Turn:
    message = tracker.latest_message or {}
    mentions = tuple((entity["entity"], entity.get("value")) for entity in message.get("entities") or ())
    return Turn(
        conversation=str(tracker.sender_id),
        intent=str((message.get("intent") or {}).get("name") or ""),
        entities=dict(mentions),
        mentions=mentions,
        slots=dict(tracker.slots),
        form=tracker.active_loop.get("name") if tracker.active_loop else None,
        asked=tracker.slots.get("requested_slot"),
        question=_question(message),
    )


def _question(message: Mapping[str, Any]) -> str | None:
    selected = (message.get("response_selector") or {}).get("faq") or {}
    key = (selected.get("response") or {}).get("intent_response_key")
    return str(key) if key else None
