"""The only reader of trackers: the engine's dictionary becomes a typed turn, once, at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from rasa_sdk.interfaces import Tracker

from actions import past
from actions.past import Past

_DISTRICTS = ("district", "ambiguous_district")


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
    text: str = ""
    confidence: float = 1.0
    """How sure the engine is of ``intent``, 0 to 1; a button is sure."""
    ranking: tuple[tuple[str, float], ...] = ()
    """Labels with their confidence, best first; questions as ``faq/passport``."""
    places: tuple[tuple[int, int], ...] = ()
    """Where in ``text`` a district is said: first sign and the one after the last."""
    before: tuple[Past, ...] = ()
    """The turns before this one, newest first."""
    handed_over: bool = False
    """Whether this very turn has called for a person: whatever comes after keeps quiet."""
    page_language: str | None = None
    """``ko`` or ``en`` when the citizen has chosen the language of the page that the message came from."""
    heard: Mapping[str, Any] = field(default_factory=dict)
    """The newest message as the engine keeps it, see ``hearing``."""

    def slot(self, name: str) -> Any:
        return self.slots.get(name)

    def every(self, entity: str) -> list[Any]:
        """Give all values of one entity in the newest message."""
        return [value for name, value in self.mentions if name == entity]

    @property
    def pressed(self) -> bool:
        """Tell a button or news from words."""
        return self.text.startswith("/") or self.intent.startswith("EXTERNAL_")

    @property
    def routed(self) -> bool:
        """Tell whether the reception led here instead of a rule."""
        return self.slots.get("route") is not None

    @property
    def onward(self) -> str | None:
        """Name what runs next when the reception led here: the form, which asks again, or the end of the turn."""
        return (self.form or "action_listen") if self.routed else None

    @property
    def just_said(self) -> tuple[str, ...]:
        """Names of the responses that the message answers to."""
        return self.before[0].responses if self.before else ()


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
        text=str(message.get("text") or ""),
        confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        ranking=tuple((each["name"], float(each["confidence"])) for each in message.get("intent_ranking") or ()),
        places=_places(message),
        before=past.turns(tracker.events),
        handed_over=_handed_over(tracker.events),
        page_language=(message.get("metadata") or {}).get("language"),
        heard=next((event for event in reversed(tracker.events) if event["event"] == "user"), {}),
    )


def _handed_over(events: list[dict[str, Any]]) -> bool:
    newest = takewhile(lambda event: event["event"] != "user", reversed(events))
    return any(
        "handover" in ((event.get("data") or {}).get("custom") or {}) for event in newest if event["event"] == "bot"
    )


def _question(message: Mapping[str, Any]) -> str | None:
    selected = (message.get("response_selector") or {}).get("faq") or {}
    key = (selected.get("response") or {}).get("intent_response_key")
    return str(key) if key else None


def _places(message: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    said = (each for each in message.get("entities") or () if each["entity"] in _DISTRICTS)
    return tuple((each["start"], each["end"]) for each in said if "start" in each)
