"""The tending side of the ledger: what the reconciler looks at, and what it may mend."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, or_, select, update

from documents.domain.number import PaperNumber
from documents.domain.state import TERMINAL, PromiseState
from documents.ledger.events import EventStore
from documents.ledger.office import Office
from documents.ledger.rows import record
from documents.ledger.schema import database_now, person_key, promise, transition
from documents.transparency.issues import enter
from documents.transparency.tables import log_entry

_ENTERED = tuple(each.value for each in (PromiseState.LOGGED, PromiseState.DELIVERED, PromiseState.ACKED))
_OPEN = tuple(state.value for state in PromiseState if state not in TERMINAL)
_AFTER = {
    PromiseState.PROMISED: PromiseState.RENDERED,
    PromiseState.RENDERED: PromiseState.CHECKED,
    PromiseState.CHECKED: PromiseState.SEALED,
    PromiseState.SEALED: PromiseState.LOGGED,
    PromiseState.LOGGED: PromiseState.DELIVERED,
    PromiseState.DELIVERED: PromiseState.ACKED,
}
_RECENT = 500
"""Transitions that are looked through for a sign that a part works again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An issued paper, as the reconciler compares it with what lies elsewhere. Free of personal data."""

    seq: int
    key: str
    number: str
    sha256: str
    blob: str | None
    state: PromiseState
    entered: bool
    """Whether the public log names its digest."""

    @property
    def must_be_entered(self) -> bool:
        return self.state.value in _ENTERED


@dataclass(frozen=True)
class TendingSide:
    office: Office
    events: EventStore

    def overdue(self, since: datetime, most: int = 100) -> list[str]:
        """Give numbers of unfinished promises made before ``since``, the oldest first."""
        late = select(promise.c.number).where(promise.c.state.in_(_OPEN), promise.c.created_at < since)
        return self._numbers(late.order_by(promise.c.created_at).limit(most))

    def kept_after(self, after: int, count: int, also: Collection[str] = ()) -> list[Kept]:
        """Give up to ``count`` issued papers with a ``seq`` above ``after``, and those of the numbers ``also``.

        Papers past their last day are left out, and those of persons whose key was erased: nobody can read them.
        """
        readable = exists().where(person_key.c.person == promise.c.subject, person_key.c.wrapped.is_not(None))
        mine = and_(promise.c.sha256.is_not(None), promise.c.expires_at > self.office.clock(), readable)
        entered = exists().where(log_entry.c.sha256 == promise.c.sha256).label("entered")
        columns = [promise.c[name] for name in ("seq", "key", "number", "sha256", "blob", "state")]

        def work(connection: Connection) -> list[Kept]:
            def found(which: ColumnElement[bool]) -> list[Row[Any]]:
                query = select(*columns, entered).where(mine, which).order_by(promise.c.seq).limit(count)
                return list(connection.execute(query))

            rows = found(promise.c.seq > after) + (found(promise.c.number.in_(also)) if also else [])
            return [_kept(row) for row in rows]

        return self.office.run(work)

    def unknown(self, numbers: Collection[str]) -> set[str]:
        """Give those of ``numbers`` that no promise ever had."""
        strange, asked = set(numbers), sorted(numbers)
        for start in range(0, len(asked), 500):
            some = select(promise.c.number).where(promise.c.number.in_(asked[start : start + 500]))
            strange.difference_update(self._numbers(some))
        return strange

    def _numbers(self, query: Select[Any]) -> list[str]:
        return self.office.run(lambda connection: list(connection.execute(query).scalars()))

    def enter_late(self, number: str) -> None:
        """Enter in the public log a paper that is missing there, such as one of a release that had no log."""

        def work(connection: Connection) -> None:
            row = connection.execute(select(promise).where(promise.c.number == number)).one()
            enter(connection, row, self.office.clock())

        self.office.run(work)

    def redeliver(self, number: PaperNumber) -> bool:
        """Send a paper again that the wallet has lost, under the same promise key. Tell whether it was acked."""

        def work(connection: Connection) -> bool:
            mine = and_(promise.c.number == number.digits, promise.c.state == PromiseState.ACKED.value)
            now = self.office.clock()
            again = {"state": PromiseState.LOGGED.value, "epoch": promise.c.epoch + 1, "updated_at": now}
            due = {"lease_until": None, "next_attempt_at": database_now(), "attempts": 0, "failing_since": None}
            change = update(promise).where(mine).values(**again, **due).returning(*promise.c)
            row = connection.execute(change).one_or_none()
            if row is not None:
                record(connection, row, now)
            return row is not None

        return self.office.run(work)

    def hurry_mended(self) -> int:
        """Make due what waits at a step that has since worked for another promise. Give how many."""

        def work(connection: Connection) -> int:
            recent = select(transition.c.state, transition.c.at).order_by(transition.c.seq.desc()).limit(_RECENT)
            worked: dict[str, datetime] = {}
            for row in connection.execute(recent):
                worked.setdefault(row.state, row.at)
            at_last = [
                and_(promise.c.state == state.value, promise.c.updated_at < worked[following.value])
                for state, following in _AFTER.items()
                if following.value in worked
            ]
            if not at_last:
                return 0
            waiting = and_(promise.c.lease_until.is_(None), promise.c.next_attempt_at > database_now())
            change = update(promise).where(promise.c.error_code.is_not(None), waiting, or_(*at_last))
            return connection.execute(change.values(next_attempt_at=database_now())).rowcount

        return self.office.run(work)


def _kept(row: Row[Any]) -> Kept:
    return Kept(row.seq, row.key, row.number, row.sha256, row.blob, PromiseState(row.state), bool(row.entered))
