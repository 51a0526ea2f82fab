"""A conversation as the page draws it: cards in their newest state where they stand, times as said in Seoul."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from channels.conversation.message import Message, wire
from channels.words import ClockWords
from documents.service.clock import SEOUL


def fold(messages: Sequence[Message], words: ClockWords) -> list[dict[str, Any]]:
    """Put each new card state on the message that showed the card first; ``updated`` is the seq of that state."""
    drawn: dict[int, dict[str, Any]] = {}
    for message in messages:
        place = message.draft.replaces
        if place in drawn:
            drawn[place] |= {"card": message.draft.card, "updated": message.seq}
        else:
            drawn[message.seq] = {**wire(message), "updated": None, **moment(message.at, words)}
    return list(drawn.values())


def moment(at: str, words: ClockWords) -> dict[str, str]:
    """Write an ISO moment as ``clock`` ("오후 3:12") and ``day`` ("2026년 3월 5일 목요일") in Seoul."""
    seoul = datetime.fromisoformat(at).astimezone(SEOUL)
    half = words.morning if seoul.hour < 12 else words.afternoon  # noqa: PLR2004 - noon
    day = words.day.format(year=seoul.year, month=seoul.month, day=seoul.day, weekday=words.weekdays[seoul.weekday()])
    return {"clock": f"{half} {(seoul.hour - 1) % 12 + 1}:{seoul.minute:02}", "day": day}
