"""A conversation as the page draws it: cards in their newest state where they stand, times as said in Seoul."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from channels.conversation.message import Message, wire
from channels.words import ClockWords, said_moment


def fold(messages: Sequence[Message], words: ClockWords, *, english: bool = False) -> list[dict[str, Any]]:
    """Put each new card state on the message that showed the card first; ``updated`` is the seq of that state.

    ``english`` puts the English words that a card brings along over its Korean ones.
    """
    drawn: dict[int, dict[str, Any]] = {}
    for message in messages:
        place = message.draft.replaces
        if place in drawn:
            drawn[place] |= {"card": message.draft.card, "updated": message.seq}
        else:
            drawn[message.seq] = {**wire(message), "updated": None, **moment(message.at, words)}
    if english:
        for each in drawn.values():
            each["card"] = each["card"] and each["card"] | each["card"].get("english", {})
    return list(drawn.values())


def moment(at: str, words: ClockWords) -> dict[str, str]:
    """Write an ISO moment as ``clock`` ("오후 3:12") and ``day`` ("2026년 3월 5일 목요일") in Seoul."""
    day, clock = said_moment(datetime.fromisoformat(at), words)
    return {"clock": clock, "day": day}
