"""What is known of a conversation before reading it: what the bot noted, who the citizen is known to be, open cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from channels.conversation.handover import Handover
from channels.conversation.message import Message
from channels.staff.words import Words

_VERIFIED = "approved"
_ENDED = frozenset({"answered", "withdrawn", "closed"})


@dataclass(frozen=True, slots=True)
class Facts:
    """``summary``: pairs of what and which. ``identity``: none, asked or verified. ``cases``: titles and states."""

    summary: tuple[tuple[str, str], ...]
    identity: str
    cases: tuple[dict[str, str], ...]


def facts_of(handover: Handover, messages: Sequence[Message], words: Words) -> Facts:
    labels = words["summary"]
    said = ((labels.get(name, name), _plain(value)) for name, value in handover.summary.items())
    pairs = ((label, words["codes"].get(value, value)) for label, value in said)
    cards = [message.draft.card for message in messages if message.draft.card]
    return Facts(tuple(pair for pair in pairs if pair[1]), _identity(cards), _cases(cards, words))


def _identity(cards: Sequence[dict[str, Any]]) -> str:
    states = [str(card.get("state")) for card in cards if card.get("type") == "identity"]
    if not states:
        return "none"
    return "verified" if states[-1] == _VERIFIED else "asked"


def _cases(cards: Sequence[dict[str, Any]], words: Words) -> tuple[dict[str, str], ...]:
    newest = {
        str(card.get("number")): card for card in cards if card.get("type") in {"complaint", "document", "progress"}
    }
    return tuple(
        {
            "type": card["type"],
            "kind": words["cards"][card["type"]],
            "title": str(card.get("title") or card.get("kind") or ""),
            "number": str(card.get("number") or ""),
            "state": str(card.get("state_title") or words["card_states"].get(str(card.get("state")), "")),
        }
        for card in newest.values()
        if card.get("state") not in _ENDED
    )


def _plain(value: Any) -> str:
    """Write a slot as staff read it; a list as its parts."""
    if isinstance(value, dict):
        return " · ".join(f"{name} {_plain(each)}" for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(each) for each in value)
    return "" if value is None else str(value)
