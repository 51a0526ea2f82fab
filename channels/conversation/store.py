"""Changes of conversations. Each is one transaction that holds the conversation's row.

So sequence numbers have no gap, and what was accepted is in the inbox or nowhere. Methods are synchronous; `desk` runs
them in threads.
"""

import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from channels.conversation import consent, idling, inbox, keys, news, records, tickets, turns
from channels.conversation.cards import given
from channels.conversation.handover import Asked, Reason
from channels.conversation.inbox import Kind, Row
from channels.conversation.message import Draft, Message, Speaker, State
from channels.conversation.reading import UnknownConversation
from channels.conversation.reception import Reception, speaks
from channels.conversation.tables import conversations
from channels.conversation.tickets import text_of
from documents.service.clock import Clock

REQUEST_AGENT = "/request_agent"
"""The button that the channels offer themselves while the engine is silent: they must be able to take it alone."""

_HOLD = (
    sa.select(conversations.c.state, conversations.c.last_seq, conversations.c.channel)
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

    ``seq`` is the message that was to be stored, also when its client id was known already. ``to_engine`` says that
    there is something in the inbox, ``taken`` is a row of it that the caller holds from now on. ``state`` is the new
    speaker, ``version`` that of a changed hand-over.
    """

    added: tuple[Message, ...] = ()
    seq: int = 0
    to_engine: bool = False
    taken: Row | None = None
    state: State | None = None
    version: int = 0


class Store:
    def __init__(self, engine: sa.Engine, clock: Clock, lease_seconds: float, reception: Reception) -> None:
        self._engine, self.clock, self._lease, self.reception = engine, clock, lease_seconds, reception
        self._signs = turns.read_signs()
        self.on_consent: Callable[[consent.Answered], None] = lambda _answered: None

    def open(self, channel: str, greeting: Sequence[Draft]) -> Opened:
        """Begin a conversation with ``greeting`` in it. The token is given once and kept as a hash."""
        opened = Opened(secrets.token_urlsafe(18), secrets.token_urlsafe(32))
        first = {"id": opened.id, "channel": channel, "last_seq": 0, "idle": 0}
        with self._engine.begin() as connection:
            row = {**first, "state": State.BOT.value, "created_at": self._now()}
            connection.execute(conversations.insert().values(row))
            keys.add(connection, opened.id, opened.token, self._now())
            records.append(connection, opened.id, 0, greeting, self._now())
        return opened

    def accept(self, conversation: str, said: Draft, kind: Kind, body: str, language: str | None = None) -> Change:
        """Take what a citizen said: shown as ``said``, for the engine as ``body``. The same client id is taken once.

        A closed conversation opens again. While people speak it is for them; and whoever asks for a person before the
        engine has answered gets one without it. ``language`` is that of the page, where it was chosen. Raise
        ``NotOffered`` for consent that nobody asks for any more.
        """
        with self.held(conversation) as (connection, held):
            known = records.known(connection, conversation, said.client_id)
            if known is not None:
                return Change(seq=known)
            if kind is Kind.PAYLOAD and consent.is_answer(body):
                self.on_consent(consent.take(connection, conversation, body, self.clock()))
            added = records.append(connection, conversation, held.last_seq, [said], self._now())
            if speaks(held.state):
                idling.heard(connection, conversation, held.state, self._now())
                version = tickets.citizen_spoke(connection, conversation, self.clock())
                return Change(added, added[0].seq, version=version)
            idling.heard(connection, conversation, State.BOT, self._now())
            if body == REQUEST_AGENT and inbox.citizen_waits(connection, conversation):
                asked = Asked(Reason.PART_DOWN)
                return self._hand_over(connection, conversation, asked, held=held, change=Change(added, added[0].seq))
            taken = inbox.put_and_take(connection, conversation, kind, body, self._lease, language=language)
        return Change(added, added[0].seq, to_engine=True, taken=taken, state=_opened(held.state))

    def refuse(self, conversation: str, said: Draft, answer: Draft) -> Change:
        """Keep what is left of a refused message and answer it; nothing goes further."""
        with self.held(conversation) as (connection, held):
            known = records.known(connection, conversation, said.client_id)
            if known is not None:
                return Change(seq=known)
            added = records.append(connection, conversation, held.last_seq, [said, answer], self._now())
        return Change(added, added[0].seq)

    def hand_over(self, conversation: str, asked: Asked) -> Change:
        """Ask for a person; nothing happens when somebody did already."""
        with self.held(conversation) as (connection, held):
            if speaks(held.state):
                return Change()
            return self._hand_over(connection, conversation, asked, held=held, change=Change())

    def say(self, conversation: str, drafts: Sequence[Draft]) -> Change:
        """Append ``drafts`` of staff or system."""
        with self.held(conversation) as (connection, held):
            return Change(records.append(connection, conversation, held.last_seq, drafts, self._now()))

    def contact_given(self, conversation: str) -> Change:
        """Show that the contact cards were filled in."""
        with self.held(conversation) as (connection, held):
            cards = records.open_contacts(connection, conversation)
            drafts = [Draft(Speaker.SYSTEM, card=given(card), replaces=place) for place, card in cards]
            return Change(records.append(connection, conversation, held.last_seq, drafts, self._now()))

    def reassure(self, conversation: str, draft: Draft) -> Change:
        """Say ``draft`` if the citizen still waits for an answer of the engine, or hand over who asked for a person."""
        with self.held(conversation) as (connection, held):
            if held.state != State.BOT or not inbox.citizen_waits(connection, conversation):
                return Change()
            if inbox.has_payload(connection, conversation, REQUEST_AGENT):
                asked = Asked(Reason.PART_DOWN)
                return self._hand_over(connection, conversation, asked, held=held, change=Change())
            return Change(records.append(connection, conversation, held.last_seq, [draft], self._now()))

    def receive(self, conversation: str, item: news.News) -> Change:
        """Take news of the office, once: change the card it brings, put its external intent in the inbox."""
        with self.held(conversation) as (connection, held):
            if not news.note(connection, conversation, item):
                return Change()
            drafts = news.card_drafts(connection, conversation, item.card)
            added = records.append(connection, conversation, held.last_seq, drafts, self._now())
            if item.intent is not None:
                inbox.put(connection, conversation, Kind.EVENT, item.intent)
        return Change(added, to_engine=item.intent is not None or not added)

    def tell(self, conversation: str, name: str, entities: Mapping[str, Any]) -> Change:
        """Let the engine hear an external intent in its turn."""
        with self.held(conversation) as (connection, _held):
            inbox.put(connection, conversation, Kind.EVENT, external(name, entities))
        return Change(to_engine=True)

    def take(self, conversation: str) -> Row | None:
        """Take the next row of the inbox; see `inbox.take`."""
        with self.held(conversation) as (connection, held):
            return inbox.take(connection, conversation, held.state, self._lease)

    def finish(self, row: Row, drafts: Sequence[Draft], asked: Asked | None = None) -> Change | None:
        """Answer ``row`` once and take the next; None when it was answered or taken over meanwhile.

        ``asked`` is the engine's wish for a person, granted after its words. While a person speaks the engine's words
        are dropped: one speaker at a time.
        """
        with self.held(row.conversation) as (connection, held):
            if not inbox.close(connection, row):
                return None
            if row.kind is Kind.CARD:
                root = records.root(connection, row.conversation, row.body)
                drafts = [news.as_new_state(row.body, root)]
            elif speaks(held.state) and row.kind is not Kind.ASKED:
                drafts, asked = [], None
            added = records.append(connection, row.conversation, held.last_seq, drafts, self._now())
            if drafts and row.kind in inbox.BY_CITIZEN:
                turns.count(connection, row.conversation, row.kind, drafts, self._signs)
            if asked is not None and not speaks(held.state):
                return self._hand_over(connection, row.conversation, asked, held=held, change=Change(added))
            return Change(added, taken=inbox.take(connection, row.conversation, held.state, self._lease))

    def give_back(self, row: Row, *, failed: bool) -> None:
        """Put ``row`` back for another attempt; ``failed`` counts against it. A person answers it who took over."""
        with self.held(row.conversation) as (connection, held):
            if speaks(held.state) and row.kind in inbox.BY_CITIZEN:
                inbox.close(connection, row)
            else:
                inbox.give_back(connection, row, failed=failed)

    def open_conversations(self) -> list[tuple[str, bool]]:
        with self._engine.begin() as connection:
            return inbox.open_conversations(connection)

    def release_all(self) -> None:
        """Free what a dead predecessor held. Only for the sole process on this database."""
        with self._engine.begin() as connection:
            inbox.release_all(connection)

    def transaction(self) -> AbstractContextManager[sa.Connection]:
        """Begin what holds no conversation."""
        return self._engine.begin()

    @contextmanager
    def held(self, conversation: str) -> Iterator[tuple[sa.Connection, Any]]:
        """Hold the row of ``conversation`` (state, last_seq, channel) in a transaction that ends with the block."""
        with self._engine.begin() as connection:
            held = connection.execute(_HOLD, {"conversation": conversation}).one_or_none()
            if held is None:
                raise UnknownConversation
            yield connection, held

    def _hand_over(
        self, connection: sa.Connection, conversation: str, asked: Asked, *, held: Any, change: Change
    ) -> Change:
        """Ask for a person after what ``change`` has added. What the engine has not heard is for people now."""
        received = self.reception.ask(connection, conversation, held.channel, asked, self.clock())
        if received is None:
            return change
        last = held.last_seq + len(change.added)
        added = change.added + records.append(connection, conversation, last, received.drafts, self._now())
        set_state(connection, conversation, received.state)
        if speaks(received.state):
            inbox.drop_citizens(connection, conversation)
        else:
            inbox.drop_payload(connection, conversation, REQUEST_AGENT)
        return replace(change, added=added, state=received.state, version=received.version, to_engine=True)

    def _now(self) -> str:
        return text_of(self.clock())


def set_state(connection: sa.Connection, conversation: str, state: State) -> None:
    connection.execute(conversations.update().where(conversations.c.id == conversation).values(state=state.value))


def external(name: str, entities: Mapping[str, Any]) -> dict[str, Any]:
    """Give an external intent the id by which it is found again in the tracker."""
    return {"name": name, "entities": {"event": uuid.uuid4().hex, **entities}}


def _opened(before: str) -> State | None:
    return State.BOT if before == State.CLOSED else None
