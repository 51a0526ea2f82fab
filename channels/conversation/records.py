"""Messages as rows, and what a writer does while it holds a conversation's row."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from channels.conversation.cards import CONTACT, IDENTITY, card_key
from channels.conversation.message import Button, Card, Draft, Message, Speaker
from channels.conversation.offers import Offer
from channels.conversation.offers import offers as offered_by
from channels.conversation.tables import conversations, messages, offers

# Written once: building a statement costs more than running it.
_SAY, _OFFER = messages.insert(), offers.insert()
_MOVE = (
    conversations.update()
    .where(conversations.c.id == sa.bindparam("conversation"))
    .values(last_seq=sa.bindparam("moved"))
)
_KNOWN = sa.select(messages.c.seq).where(
    messages.c.conversation == sa.bindparam("conversation"), messages.c.client_id == sa.bindparam("client_id")
)


def append(
    connection: sa.Connection, conversation: str, last_seq: int, drafts: Sequence[Draft], at: str
) -> tuple[Message, ...]:
    """Put ``drafts`` after ``last_seq`` and note what they offer. The caller holds the conversation's row."""
    if not drafts:
        return ()
    added = tuple(Message(last_seq + place, at, draft) for place, draft in enumerate(drafts, start=1))
    connection.execute(_SAY, [_values(conversation, message) for message in added])
    offering = list(_offer_values(conversation, drafts))
    if offering:
        connection.execute(_OFFER, offering)
    connection.execute(_MOVE, {"conversation": conversation, "moved": last_seq + len(drafts)})
    return added


def root(connection: sa.Connection, conversation: str, card: Card) -> int | None:
    """Find the first message of ``card``. A new verification takes the place of the panel that was shown last."""
    found = _newest(connection, conversation, messages.c.card_key == card_key(card))
    if found is None and card.get("type") == IDENTITY:
        panel = sa.and_(messages.c.card_key.startswith(f"{IDENTITY}:"), messages.c.replaces.is_(None))
        found = _newest(connection, conversation, panel)
    return None if found is None else found.replaces or found.seq


def open_contacts(connection: sa.Connection, conversation: str) -> list[tuple[int, Card]]:
    """Give the contact cards that nobody has filled in: the message that shows each, and the card."""
    contact = messages.c.card_key.startswith(f"{CONTACT}:")
    query = sa.select(messages.c.replaces, messages.c.seq, messages.c.card).where(
        messages.c.conversation == conversation, contact
    )
    newest = {row.replaces or row.seq: row.card for row in connection.execute(query.order_by(messages.c.seq))}
    return [(place, card) for place, card in newest.items() if card.get("state", "requested") == "requested"]


def known(connection: sa.Connection, conversation: str, client_id: str | None) -> int | None:
    """Give the sequence number that ``client_id`` got before, or None."""
    if client_id is None:
        return None
    return connection.scalar(_KNOWN, {"conversation": conversation, "client_id": client_id})


def message_of(row: Any) -> Message:
    buttons = tuple(Button(title, payload) for title, payload in row.buttons)
    draft = Draft(Speaker(row.speaker), row.text, buttons, row.card, row.replaces, row.client_id, row.name)
    return Message(row.seq, row.at, draft)


def offer_of(row: Any) -> Offer:
    return Offer(row.payload, row.title, row.fields)


def _newest(connection: sa.Connection, conversation: str, condition: sa.ColumnElement[bool]) -> Any:
    query = sa.select(messages.c.replaces, messages.c.seq).where(messages.c.conversation == conversation, condition)
    return connection.execute(query.order_by(messages.c.seq.desc()).limit(1)).one_or_none()


def _values(conversation: str, message: Message) -> dict[str, Any]:
    draft = message.draft
    return {
        "conversation": conversation,
        "seq": message.seq,
        "at": message.at,
        "speaker": draft.speaker.value,
        "text": draft.text,
        "buttons": [[button.title, button.payload] for button in draft.buttons],
        "card": draft.card,
        "card_key": card_key(draft.card),
        "replaces": draft.replaces,
        "client_id": draft.client_id,
        "name": draft.name,
    }


def _offer_values(conversation: str, drafts: Sequence[Draft]) -> Iterable[dict[str, Any]]:
    for draft in drafts:
        for offer in offered_by(draft):
            fields = None if offer.fields is None else dict(offer.fields)
            yield {"conversation": conversation, "payload": offer.payload, "title": offer.title, "fields": fields}
