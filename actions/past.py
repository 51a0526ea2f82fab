"""What went before in the conversation: the engine's list of events, folded into turns, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Event = Mapping[str, Any]
_REMEMBERED = 12
"""Turns that are worth looking at; a follow-up or a second try comes sooner."""


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier turn: what the citizen said and what was answered to it."""

    text: str
    intent: str
    responses: tuple[str, ...]
    """Names of the responses that were said, in order."""
    buttons: tuple[Mapping[str, str], ...] = field(default=())
    """``{"title", "payload"}`` as they stood under the answer."""
    topic: str | None = None
    """What ``last_topic`` was set to in this turn."""

    @property
    def pressed(self) -> bool:
        """Tell a button or news from words."""
        return self.text.startswith("/") or self.intent.startswith("EXTERNAL_")


def turns(events: Iterable[Event]) -> tuple[Past, ...]:
    """Give the turns before the newest message of ``events`` (oldest first), newest first, at most twelve."""
    grouped: list[list[Event]] = []
    for event in events:
        if event["event"] == "user":
            grouped.append([])
        if grouped:
            grouped[-1].append(event)
    past: list[Past] = []
    for turn in grouped[-_REMEMBERED - 1 : -1]:
        newest = _past(turn)
        past.append(_repeated(newest, past[-1]) if past and newest.intent == "repeat" else newest)
    return tuple(past[::-1])


def _past(turn: list[Event]) -> Past:
    user, *rest = turn
    said = [event for event in rest if event["event"] == "bot"]
    topics = [event.get("value") for event in rest if event["event"] == "slot" and event["name"] == "last_topic"]
    return Past(
        text=str(user.get("text") or ""),
        intent=str(((user.get("parse_data") or {}).get("intent") or {}).get("name") or ""),
        responses=tuple(str(name) for name in map(_response, said) if name),
        buttons=tuple(button for event in said for button in (event.get("data") or {}).get("buttons") or ()),
        topic=topics[-1] if topics else None,
    )


def _repeated(newest: Past, before: Past) -> Past:
    """Count what was said again as what it was: word for word, it comes back without its name."""
    return newest if newest.responses else replace(newest, responses=before.responses, buttons=before.buttons)


def _response(event: Event) -> str | None:
    name: str | None = (event.get("metadata") or {}).get("utter_action")
    return name
