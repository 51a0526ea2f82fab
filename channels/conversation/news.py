"""News from the office: a card changes where it stands; what needs words goes to the engine as an external intent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from channels.conversation import inbox, records
from channels.conversation.cards import card_key, shown_first_by_bot
from channels.conversation.inbox import Kind
from channels.conversation.message import Card, Draft, Speaker
from channels.conversation.tables import events
from documents.domain.events import EventType

_SILENT = frozenset(
    {EventType.IDENTITY_PENDING, EventType.IDENTITY_WITHDRAWN, EventType.PAPER_PROGRESS, EventType.PAPER_DELIVERED}
)


@dataclass(frozen=True, slots=True)
class News:
    """``body`` holds ids, numbers, codes and, under ``card``, the new state of a card."""

    id: str
    type: EventType
    body: Mapping[str, Any] = field(repr=False)
    at: str

    @property
    def card(self) -> Card | None:
        card = self.body.get("card")
        return card if isinstance(card, dict) else None

    @property
    def intent(self) -> dict[str, Any] | None:
        """Give the external intent as ``{"name", "entities"}``, or None for news that only change a card."""
        if self.type in _SILENT:
            return None
        plain = {name: value for name, value in self.body.items() if isinstance(value, (str, int, float, bool))}
        return {"name": f"EXTERNAL_{self.type.value}", "entities": {**plain, "event": self.id}}


def note(connection: sa.Connection, conversation: str, news: News) -> bool:
    """Remember ``news``; False when it was received before."""
    if connection.scalar(sa.select(events.c.id).where(events.c.id == news.id)) is not None:
        return False
    values = {"id": news.id, "conversation": conversation, "type": news.type.value, "at": news.at}
    connection.execute(events.insert().values(values))
    return True


def card_drafts(connection: sa.Connection, conversation: str, card: Card | None) -> list[Draft]:
    """Give the message for a new card state.

    None yet when it overtook the bot that is about to show that card: it then stands in line behind the bot's turn.
    """
    if card is None:
        return []
    key, root = card_key(card), records.root(connection, conversation, card)
    overtakes = root is None or inbox.card_waits(connection, conversation, key)
    if shown_first_by_bot(card) and overtakes:
        inbox.put(connection, conversation, Kind.CARD, card, key)
        return []
    return [as_new_state(card, root)]


def as_new_state(card: Card, root: int | None) -> Draft:
    return Draft(Speaker.BOT, card=card, replaces=root)
