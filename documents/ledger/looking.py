"""The looking side of the ledger: what was promised, to whom, and how much is unfinished. Changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from documents.domain.number import PaperNumber
from documents.domain.request import PaperRequest
from documents.domain.resident import Ci
from documents.domain.state import TERMINAL, PromiseState
from documents.ledger.office import Office
from documents.ledger.promise import Backlog, KeptPaper, Promise
from documents.ledger.rows import open_draft, open_request, to_promise
from documents.ledger.schema import promise, stamp


@dataclass(frozen=True)
class LookingSide:
    office: Office

    def papers_of(self, conversation: str) -> tuple[Promise, ...]:
        """Give the promises of ``conversation``, oldest first."""
        mine = select(promise).where(promise.c.conversation == conversation).order_by(promise.c.seq)
        return self.office.look(lambda c: tuple(to_promise(row) for row in c.execute(mine)))

    def papers_of_person(self, ci: Ci, since: datetime) -> tuple[Promise, ...]:
        """Give what the person of ``ci`` was promised from ``since`` on, in any conversation, oldest first.

        Ask only with a live verification of that person.
        """
        mine = promise.c.subject == self.office.vault.blind(ci)
        found = select(promise).where(mine, promise.c.created_at >= since).order_by(promise.c.seq)
        return self.office.look(lambda c: tuple(to_promise(row) for row in c.execute(found)))

    def find(self, conversation: str, number: PaperNumber) -> Promise | None:
        """Give the promise of that number, if it belongs to ``conversation``."""
        row = self.office.look(lambda c: row_of(c, conversation, number))
        return to_promise(row) if row else None

    def request_of(self, number: PaperNumber, ci: Ci) -> PaperRequest | None:
        """Give what was asked for under that number, if the person of ``ci`` asked for it. Issued or not."""
        mine = promise.c.subject == self.office.vault.blind(ci)
        found = select(promise).where(mine, promise.c.number == number.digits)

        def work(connection: Connection) -> PaperRequest | None:
            row = connection.execute(found).one_or_none()
            return open_request(self.office.vault, connection, row) if row else None

        return self.office.look(work)

    def kept(self, conversation: str, number: PaperNumber) -> KeptPaper | None:
        """Give the issued paper of that number with the person it is for, if it belongs to ``conversation``.

        Its file is the newest one, should its archive time-stamp have been renewed.
        """

        def work(connection: Connection) -> KeptPaper | None:
            row = row_of(connection, conversation, number)
            if row is None or row.sha256 is None:
                return None
            vault = self.office.vault
            request, draft = open_request(vault, connection, row), open_draft(vault, connection, row)
            newest = select(stamp.c.blob).where(stamp.c.number == row.number).order_by(stamp.c.seq.desc()).limit(1)
            blob = connection.execute(newest).scalar_one_or_none() or row.blob
            return KeptPaper(to_promise(row), request, draft, blob)

        return self.office.look(work)

    def held(self) -> tuple[Promise, ...]:
        """Give the promises that wait for a person to look, oldest first."""
        waiting = select(promise).where(promise.c.state == PromiseState.HELD.value).order_by(promise.c.created_at)
        return tuple(to_promise(row) for row in self.office.look(lambda c: c.execute(waiting).all()))

    def backlog(self) -> Backlog:
        """Count what is unfinished, and tell the age of the oldest."""
        live = promise.c.state.not_in([state.value for state in TERMINAL])
        count = select(func.count(), func.min(promise.c.created_at)).where(live)
        total, oldest = self.office.look(lambda c: c.execute(count).one())
        return Backlog(total, (self.office.clock() - oldest).total_seconds() if oldest else 0.0)


def row_of(connection: Connection, conversation: str, number: PaperNumber, *, lock: bool = False) -> Row[Any] | None:
    mine = select(promise).where(promise.c.number == number.digits, promise.c.conversation == conversation)
    return connection.execute(mine.with_for_update() if lock else mine).one_or_none()
