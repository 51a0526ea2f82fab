"""What can be read of conversations. SQLite readers never wait for the writer."""

from dataclasses import dataclass

import sqlalchemy as sa

from channels.conversation import keys
from channels.conversation.cards import card_key
from channels.conversation.message import Card, Message, State
from channels.conversation.offers import Offer
from channels.conversation.records import message_of, offer_of
from channels.conversation.tables import conversations, messages, offers

PAGE = 500
_MOST_OFFERS = 8
# Written once: building a statement costs more than running it.
_STATE = sa.select(conversations.c.state).where(conversations.c.id == sa.bindparam("conversation"))
_LAST = sa.select(conversations.c.last_seq).where(conversations.c.id == sa.bindparam("conversation"))
_PAGE = (
    sa.select(messages)
    .where(messages.c.conversation == sa.bindparam("conversation"), messages.c.seq > sa.bindparam("after"))
    .order_by(messages.c.seq)
    .limit(sa.bindparam("limit"))
)


class UnknownConversation(Exception):
    """There is no such conversation."""


@dataclass(frozen=True, slots=True)
class Page:
    messages: tuple[Message, ...]
    state: State


class Reading:
    """Synchronous; `desk` runs it in threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def holds(self, conversation: str, token: str) -> bool:
        """Say whether ``token`` is the key of ``conversation``."""
        with self._engine.connect() as connection:
            return keys.holds(connection, conversation, token)

    def page(self, conversation: str, after: int = 0, limit: int = PAGE) -> Page:
        """Give up to ``limit`` messages above ``after``, in order, and who speaks. Raise ``UnknownConversation``."""
        where = {"conversation": conversation, "after": after, "limit": limit}
        with self._engine.begin() as connection:
            state = connection.scalar(_STATE, {"conversation": conversation})
            if state is None:
                raise UnknownConversation
            rows = connection.execute(_PAGE, where).all()
        return Page(tuple(message_of(row) for row in rows), State(state))

    def state(self, conversation: str) -> State:
        """Say who speaks. Raise ``UnknownConversation``."""
        with self._engine.connect() as connection:
            state = connection.scalar(_STATE, {"conversation": conversation})
        if state is None:
            raise UnknownConversation
        return State(state)

    def last_seq(self, conversation: str) -> int:
        """Give the number of the newest message."""
        with self._engine.connect() as connection:
            return connection.scalar(_LAST, {"conversation": conversation}) or 0

    def offered(self, conversation: str, *payloads: str) -> list[Offer]:
        """Give the offers made in this conversation that have one of ``payloads``, newest first."""
        query = sa.select(offers).where(offers.c.conversation == conversation, offers.c.payload.in_(payloads))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(offers.c.id.desc()).limit(_MOST_OFFERS)).all()
        return [offer_of(row) for row in rows]

    def newest_identity_card(self, conversation: str) -> Card | None:
        return self._card(conversation, messages.c.card_key.startswith("identity:"))

    def document_card(self, conversation: str, number: str) -> Card | None:
        """Give the newest state of the card of paper ``number``, when it was shown in this conversation."""
        return self._card(conversation, messages.c.card_key == card_key({"type": "document", "number": number}))

    def ping(self) -> None:
        """Raise SQLAlchemy's error when the database does not answer."""
        with self._engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def _card(self, conversation: str, condition: sa.ColumnElement[bool]) -> Card | None:
        query = sa.select(messages.c.card).where(messages.c.conversation == conversation, condition)
        with self._engine.connect() as connection:
            card: Card | None = connection.scalar(query.order_by(messages.c.seq.desc()).limit(1))
        return card
