"""The outbox of news for the channels: at least once, in order within a conversation."""

import json
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row, Select, and_, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from documents.domain.events import EventType, OfficeEvent
from documents.ledger.backoff import Backoff
from documents.ledger.schema import database_now, event, still_ahead
from documents.ledger.transactions import look, run

_NAMESPACE = uuid.UUID("6c1c6f0e-52d1-4c0b-9a53-0d7d5a4c9a11")
_LONGEST_PAUSE = 60.0


def event_id(*parts: object) -> str:
    """Derive a stable id: the same news of the same thing is one event, however often it is told."""
    return str(uuid.uuid5(_NAMESPACE, json.dumps([str(part) for part in parts])))


def new_event(conversation: str, kind: EventType, body: dict[str, Any], at: datetime, *once: object) -> OfficeEvent:
    """Make an event. With ``once``, its id derives from these parts; without, each call is an event of its own."""
    identity = event_id(conversation, kind, *once) if once else str(uuid.uuid4())
    return OfficeEvent(identity, conversation, kind, body, at)


class EventStore:
    """Append within a transaction or alone; the sender takes ``pending`` and reports what became of each."""

    def __init__(self, engine: Engine, backoff: Backoff | None = None) -> None:
        self._engine = engine
        self._backoff = backoff or Backoff()
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Have ``wake`` called, from any thread, soon after something was appended. It must return at once."""
        self._listeners.append(wake)

    def announce(self) -> None:
        """Wake the sender. Call after committing a transaction that appended with a connection."""
        for wake in self._listeners:
            wake()

    def append(self, news: OfficeEvent, connection: Connection | None = None) -> None:
        """Put ``news`` into the outbox, within ``connection``'s transaction when given. A known id changes nothing."""
        if connection is not None:
            insert_events(connection, [news])
            return
        run(self._engine, lambda own: insert_events(own, [news]))
        self.announce()

    def pending(self, limit: int = 100) -> tuple[OfficeEvent, ...]:
        """Give undelivered events that are due, oldest first, none whose conversation has an earlier one in a pause.

        Send a conversation's events one after another, and skip its rest when one fails.
        """
        rows = look(self._engine, lambda connection: connection.execute(_due(limit)).all())
        return tuple(_event(row) for row in rows)

    def delivered(self, identity: str, at: datetime) -> None:
        self._change(identity, delivered_at=at)

    def failed(self, identity: str) -> None:
        """Count an attempt and pause this event, and with it the later ones of its conversation."""
        run(self._engine, lambda connection: self._pause(connection, identity))

    def drop(self, identity: str, code: str, at: datetime) -> None:
        """Give up on an event that can never be delivered (its conversation is gone). It stays on record."""
        self._change(identity, delivered_at=at, dropped=code)

    def _change(self, identity: str, **values: Any) -> None:
        run(self._engine, lambda c: c.execute(update(event).where(event.c.id == identity).values(**values)))

    def _pause(self, connection: Connection, identity: str) -> None:
        here = event.c.id == identity
        attempts = (connection.execute(select(event.c.attempts).where(here)).scalar() or 0) + 1
        pause = self._backoff.pause(attempts, 0.0) or 0.0
        values = {"attempts": attempts, "next_attempt_at": database_now() + pause}
        connection.execute(update(event).where(here).values(**values))


def insert_events(connection: Connection, news: Sequence[OfficeEvent]) -> None:
    """Insert those whose id is new, in the given order."""
    if news:
        connection.execute(_new_only(connection.dialect.name), [_row(each) for each in news])


@cache
def _new_only(dialect: str) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    new_only = insert(event).on_conflict_do_nothing(index_elements=["id"])
    return new_only.values(attempts=0, next_attempt_at=database_now())


def _row(news: OfficeEvent) -> dict[str, Any]:
    body = json.dumps(news.body, ensure_ascii=False)
    return {"id": news.id, "conversation": news.conversation, "type": news.type.value, "body": body, "at": news.at}


def _due(limit: int) -> Select[Any]:
    earlier = event.alias("earlier")
    pausing = exists().where(
        and_(
            earlier.c.conversation == event.c.conversation,
            earlier.c.delivered_at.is_(None),
            earlier.c.seq <= event.c.seq,
            still_ahead(earlier.c.next_attempt_at, within=_LONGEST_PAUSE),
        )
    )
    return select(event).where(event.c.delivered_at.is_(None), ~pausing).order_by(event.c.seq).limit(limit)


def _event(row: Row[Any]) -> OfficeEvent:
    return OfficeEvent(row.id, row.conversation, EventType(row.type), json.loads(row.body), row.at)
