"""What is said in a conversation, as values. The wire shape is that of the public interface."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Card = dict[str, Any]


class Speaker(StrEnum):
    CITIZEN = "citizen"
    BOT = "bot"
    STAFF = "staff"
    SYSTEM = "system"


class State(StrEnum):
    """Who speaks to the citizen. While it is not ``BOT`` nothing reaches the dialogue engine."""

    BOT = "bot"
    WAITING = "waiting"
    STAFF = "staff"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Button:
    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that has no place in a conversation yet.

    ``replaces`` is the sequence number of the first message of the card whose new state this is; ``name`` that of the
    person who says it.
    """

    speaker: Speaker
    text: str = field(default="", repr=False)
    buttons: tuple[Button, ...] = ()
    card: Card | None = field(default=None, repr=False)
    replaces: int | None = None
    client_id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A draft with its place: ``seq`` counts from 1 without a gap in each conversation, ``at`` is ISO 8601 in UTC."""

    seq: int
    at: str
    draft: Draft


def wire(message: Message) -> dict[str, Any]:
    """Give the JSON shape that clients get; ``replaces``, ``client_id`` and ``name`` stand only where they apply."""
    draft = message.draft
    shape = {
        "seq": message.seq,
        "at": message.at,
        "from": draft.speaker.value,
        "text": draft.text,
        "buttons": [{"title": each.title, "payload": each.payload} for each in draft.buttons],
        "card": draft.card,
    }
    if draft.replaces is not None:
        shape["replaces"] = draft.replaces
    if draft.client_id is not None:
        shape["client_id"] = draft.client_id
    if draft.name is not None:
        shape["name"] = draft.name
    return shape
