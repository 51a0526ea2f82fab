"""Taking a paper back: one person asks, another agrees. The number stays used, the log says so, copies are revoked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from documents.domain.errors import Refusal
from documents.domain.number import PaperNumber
from documents.domain.state import PromiseState
from documents.ledger.events import EventStore, insert_events
from documents.ledger.office import Office
from documents.ledger.promise import Promise
from documents.ledger.rows import record, to_promise
from documents.ledger.schema import promise, voiding
from documents.transparency.issues import enter_end

_OPEN = voiding.c.decided_at.is_(None)


@dataclass(frozen=True, slots=True)
class Voiding:
    """A wish to take a paper back. ``replaced_by``: the number of the paper that stands for it from then on."""

    number: PaperNumber
    reason: str
    asked_by: str
    asked_at: datetime
    replaced_by: PaperNumber | None = None


@dataclass(frozen=True)
class VoidingSide:
    office: Office
    events: EventStore

    def ask_void(self, number: PaperNumber, by: str, reason: str, replaced_by: PaperNumber | None = None) -> Voiding:
        """Note that ``by`` (an id of staff) wants the paper taken back.

        Raise Refusal: nothing_to_void (no such paper, or never issued), void_open (somebody asked already).
        """

        def work(connection: Connection) -> Voiding:
            row = _locked(connection, number)
            if row is None or row.sha256 is None or row.state == PromiseState.VOIDED.value:
                raise Refusal("nothing_to_void")
            if _open(connection, number) is not None:
                raise Refusal("void_open")
            now, other = self.office.clock(), replaced_by.digits if replaced_by else None
            wish = {"number": number.digits, "reason": reason, "asked_by": by, "asked_at": now, "replaced_by": other}
            connection.execute(insert(voiding).values(**wish))
            return Voiding(number, reason, by, now, replaced_by)

        return self.office.run(work)

    def agree_void(self, number: PaperNumber, by: str) -> Promise:
        """Take the paper back. Raise Refusal: no_void_open, or same_person when ``by`` is who asked."""

        def work(connection: Connection) -> Promise:
            row, wish = _locked(connection, number), _open(connection, number)
            if row is None or wish is None:
                raise Refusal("no_void_open")
            if wish.asked_by == by:
                raise Refusal("same_person")
            self._decide(connection, wish, by, agreed=True)
            return self._void(connection, row, wish.replaced_by)

        done = self.office.run(work)
        self.events.announce()
        return done

    def refuse_void(self, number: PaperNumber, by: str) -> None:
        """Drop the wish; who asked may drop it too. Raise Refusal("no_void_open")."""

        def work(connection: Connection) -> None:
            wish = _open(connection, number)
            if wish is None:
                raise Refusal("no_void_open")
            self._decide(connection, wish, by, agreed=False)

        self.office.run(work)

    def voidings(self) -> list[Voiding]:
        """Give the open wishes, oldest first."""
        rows = self.office.run(lambda c: c.execute(select(voiding).where(_OPEN).order_by(voiding.c.seq)).all())
        return [_wish(row) for row in rows]

    def _decide(self, connection: Connection, wish: Row[Any], by: str, *, agreed: bool) -> None:
        values = {"decided_by": by, "decided_at": self.office.clock(), "agreed": agreed}
        connection.execute(update(voiding).where(voiding.c.seq == wish.seq).values(**values))

    def _void(self, connection: Connection, row: Row[Any], replaced_by: str | None) -> Promise:
        now = self.office.clock()
        values = {
            "state": PromiseState.VOIDED.value,
            "superseded_by": replaced_by,
            "epoch": promise.c.epoch + 1,  # whoever holds a claim has lost it
            "lease_until": None,
            "updated_at": now,
        }
        change = update(promise).where(promise.c.key == row.key).values(**values).returning(*promise.c)
        changed = connection.execute(change).one()
        record(connection, changed, now)
        enter_end(connection, row.sha256, now)
        insert_events(connection, self.office.news.voided(to_promise(changed), now))
        return to_promise(changed)


def _locked(connection: Connection, number: PaperNumber) -> Row[Any] | None:
    return connection.execute(select(promise).where(promise.c.number == number.digits).with_for_update()).one_or_none()


def _open(connection: Connection, number: PaperNumber) -> Row[Any] | None:
    return connection.execute(select(voiding).where(_OPEN, voiding.c.number == number.digits)).one_or_none()


def _wish(row: Row[Any]) -> Voiding:
    replaced = PaperNumber(row.replaced_by) if row.replaced_by else None
    return Voiding(PaperNumber(row.number), row.reason, row.asked_by, row.asked_at, replaced)
