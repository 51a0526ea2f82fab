"""Changes of conversations. Each is one transaction that holds the conversation's row.

So sequence numbers have no gap, and what was accepted is in the inbox or nowhere. Methods are synchronous; `desk` runs
them in threads.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from channels.conversation import inbox, news, records
from channels.conversation.inbox import Kind, Row
from channels.conversation.message import Draft, Message, State
from channels.conversation.reading import UnknownConversation, hash_token
from channels.conversation.tables import conversations
from documents.service.clock import Clock

_HOLD = (
    sa.select(conversations.c.state, conversations.c.last_seq)
    .where(conversations.c.id == sa.bindparam("conversation"))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Opened:
    id: str
    token: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction did.

    ``seq`` is the citizen's message, also when its client id was known already. ``to_engine`` says that there is
    something in the inbox, ``taken`` is a row of it that the caller holds from now on.
    """

    added: tuple[Message, ...] = ()
    seq: int = 0
    to_engine: bool = False
    taken: Row | None = None


class Store:
    def __init__(self, engine: sa.Engine, clock: Clock, lease_seconds: float) -> None:
        self._engine, self._clock, self._lease = engine, clock, lease_seconds

    def open(self, channel: str, greeting: Sequence[Draft]) -> Opened:
        """Begin a conversation with ``greeting`` in it. The token is given once and kept as a hash."""
        opened = Opened(secrets.token_urlsafe(18), secrets.token_urlsafe(32))
        first = {"id": opened.id, "token_hash": hash_token(opened.token), "channel": channel, "last_seq": 0}
        with self._engine.begin() as connection:
            row = {**first, "state": State.BOT.value, "created_at": self._now()}
            connection.execute(conversations.insert().values(row))
            records.append(connection, opened.id, 0, greeting, self._now())
        return opened

    def accept(self, conversation: str, said: Draft, kind: Kind, body: str) -> Change:
        """Take what a citizen said: shown as ``said``, for the engine as ``body``. The same client id is taken once.

        A closed conversation opens again.
        """
        with self._held(conversation) as (connection, held):
            known = records.known(connection, conversation, said.client_id)
            if known is not None:
                return Change(seq=known)
            if held.state == State.CLOSED:
                _set_state(connection, conversation, State.BOT)
            added = records.append(connection, conversation, held.last_seq, [said], self._now())
            to_engine = held.state in (State.BOT, State.CLOSED)
            taken = inbox.put_and_take(connection, conversation, kind, body, self._lease) if to_engine else None
        return Change(added, added[0].seq, to_engine, taken)

    def refuse(self, conversation: str, said: Draft, answer: Draft) -> Change:
        """Keep what is left of a refused message and answer it; nothing goes further."""
        with self._held(conversation) as (connection, held):
            known = records.known(connection, conversation, said.client_id)
            if known is not None:
                return Change(seq=known)
            added = records.append(connection, conversation, held.last_seq, [said, answer], self._now())
        return Change(added, added[0].seq)

    def say(self, conversation: str, drafts: Sequence[Draft]) -> Change:
        """Append ``drafts`` of staff or system."""
        with self._held(conversation) as (connection, held):
            return Change(records.append(connection, conversation, held.last_seq, drafts, self._now()))

    def reassure(self, conversation: str, draft: Draft) -> Change:
        """Say ``draft`` if the citizen still waits for an answer of the engine."""
        with self._held(conversation) as (connection, held):
            if held.state != State.BOT or not inbox.citizen_waits(connection, conversation):
                return Change()
            return Change(records.append(connection, conversation, held.last_seq, [draft], self._now()))

    def receive(self, conversation: str, item: news.News) -> Change:
        """Take news of the office, once: change the card it brings, put its external intent in the inbox."""
        with self._held(conversation) as (connection, held):
            if not news.note(connection, conversation, item):
                return Change()
            drafts = news.card_drafts(connection, conversation, item.card)
            added = records.append(connection, conversation, held.last_seq, drafts, self._now())
            if item.intent is not None:
                inbox.put(connection, conversation, Kind.EVENT, item.intent)
        return Change(added, to_engine=item.intent is not None or not added)

    def take(self, conversation: str) -> Row | None:
        """Take the next row of the inbox; see `inbox.take`."""
        with self._held(conversation) as (connection, held):
            return inbox.take(connection, conversation, held.state, self._lease)

    def finish(self, row: Row, drafts: Sequence[Draft]) -> Change | None:
        """Answer ``row`` once and take the next; None when it was answered or taken over meanwhile.

        While a person speaks the engine's words are dropped: one speaker at a time.
        """
        with self._held(row.conversation) as (connection, held):
            if not inbox.close(connection, row):
                return None
            if row.kind is Kind.CARD:
                root = records.root(connection, row.conversation, row.body)
                drafts = [news.as_new_state(row.body, root)]
            elif held.state != State.BOT:
                drafts = []
            added = records.append(connection, row.conversation, held.last_seq, drafts, self._now())
            return Change(added, taken=inbox.take(connection, row.conversation, held.state, self._lease))

    def give_back(self, row: Row, *, failed: bool) -> None:
        """Put ``row`` back for another attempt; ``failed`` counts against it."""
        with self._held(row.conversation) as (connection, _):
            inbox.give_back(connection, row, failed=failed)

    def set_state(self, conversation: str, state: State) -> None:
        """Hand the conversation over. Leaving the bot takes the citizen's unanswered words out of its inbox."""
        with self._held(conversation) as (connection, _):
            _set_state(connection, conversation, state)
            if state is not State.BOT:
                inbox.drop_citizens(connection, conversation)

    def open_conversations(self) -> list[tuple[str, bool]]:
        with self._engine.begin() as connection:
            return inbox.open_conversations(connection)

    def release_all(self) -> None:
        """Free what a dead predecessor held. Only for the sole process on this database."""
        with self._engine.begin() as connection:
            inbox.release_all(connection)

    @contextmanager
    def _held(self, conversation: str) -> Iterator[tuple[sa.Connection, Any]]:
        with self._engine.begin() as connection:
            held = connection.execute(_HOLD, {"conversation": conversation}).one_or_none()
            if held is None:
                raise UnknownConversation
            yield connection, held

    def _now(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")


def _set_state(connection: sa.Connection, conversation: str, state: State) -> None:
    connection.execute(conversations.update().where(conversations.c.id == conversation).values(state=state.value))
