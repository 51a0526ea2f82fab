"""What the provider said about a phone, and what time did: the only places where a verification is answered."""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from actions.identity import store
from actions.identity.parts import Parts
from actions.identity.provider import Approved, Pending, ProvenPerson, Refused, Status
from actions.identity.state import State
from documents.domain.events import EventType
from documents.ledger.transactions import run

CLOCK_TOLERANCE = timedelta(minutes=1)
SLOW = timedelta(seconds=30)
"""After so long without an answer the conversation says so."""
TYPED_KEPT = timedelta(minutes=15)
"""What was typed stays sealed so long after it was sent, so that one tap asks again after an expiry."""
SLOW_DOWN_SECONDS = 5
_log = structlog.get_logger(__name__)


class Answers:
    """Blocks on the database. Every change of state and the news of it are one transaction."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def settle(self, identity: str, status: Status) -> None:
        """Note what the provider said about a pending verification. Said twice, the second time changes nothing."""
        if run(self._parts.engine, lambda connection: self._settle(connection, identity, status)):
            self._parts.events.announce()

    def sweep(self) -> None:
        """End what nobody answered in time, tell what is slow, forget what was typed and not taken up again."""
        if run(self._parts.engine, self._sweep):
            self._parts.events.announce()

    def _settle(self, connection: Connection, identity: str, status: Status) -> bool:
        row = store.by_id(connection, identity)
        if row is None or row.state != State.PENDING:
            return False
        in_time = store.seen(row).waiting(self._parts.clock())
        if isinstance(status, Pending) and in_time:
            self._wait_on(connection, row, status)
            return False
        if isinstance(status, Approved) and in_time:
            return self._approve(connection, row, status.person)
        if isinstance(status, Refused):
            return self._end(connection, row, State.REFUSED, EventType.IDENTITY_REFUSED)
        return self._expire(connection, row)

    def _approve(self, connection: Connection, row: Row[Any], proven: ProvenPerson) -> bool:
        parts = self._parts
        typed = parts.sealing.open_typed(connection, row)
        if (proven.name, proven.born) != (typed.name, typed.born):
            _log.error("identity_of_another_person", verification=row.id)
            return self._end(connection, row, State.REFUSED, EventType.IDENTITY_REFUSED)
        if proven.at < row.submitted_at - CLOCK_TOLERANCE:
            _log.error("identity_approved_before_it_was_asked", verification=row.id)
            return self._expire(connection, row)
        claims = parts.sealing.claims(connection, row.id, proven)
        if not store.set_approved(connection, row.id, min(proven.at, parts.clock()), claims):
            return False
        parts.sealing.forget_typed(connection, row.id)
        parts.tell(connection, EventType.IDENTITY_APPROVED, row.id)
        return True

    def _expire(self, connection: Connection, row: Row[Any]) -> bool:
        return self._end(connection, row, State.EXPIRED, EventType.IDENTITY_EXPIRED)

    def _end(self, connection: Connection, row: Row[Any], state: State, news: EventType) -> bool:
        ended = store.set_ended(connection, row.id, state)
        if ended:
            self._parts.tell(connection, news, row.id)
        return ended

    def _wait_on(self, connection: Connection, row: Row[Any], status: Pending) -> None:
        interval = row.interval + (SLOW_DOWN_SECONDS if status.slow_down else 0)
        store.set_next_poll(connection, row.id, self._parts.clock() + timedelta(seconds=interval), interval)

    def _sweep(self, connection: Connection) -> bool:
        now = self._parts.clock()
        told = [self._sweep_one(connection, row) for row in store.pending(connection)]
        for row in store.stale_typed(connection, now - TYPED_KEPT):
            store.drop_typed(connection, row.id)
            self._parts.sealing.forget_typed(connection, row.id)
        return any(told)

    def _sweep_one(self, connection: Connection, row: Row[Any]) -> bool:
        now = self._parts.clock()
        if now >= row.expires_at:
            return self._expire(connection, row)
        if row.slow_told or now < row.submitted_at + SLOW:
            return False
        store.set_slow_told(connection, row.id)
        self._parts.tell(connection, EventType.IDENTITY_SLOW, row.id)
        return True
