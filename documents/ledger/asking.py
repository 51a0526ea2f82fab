"""The asking side of the ledger: promise a paper, and look at what was promised."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from documents.domain.number import PaperNumber, draw_check_code
from documents.domain.request import PaperRequest
from documents.domain.state import TERMINAL, PromiseState
from documents.ledger.content import pack_request, request_place
from documents.ledger.events import EventStore
from documents.ledger.office import Office
from documents.ledger.promise import Backlog, KeptPaper, LedgerDown, Promise
from documents.ledger.rows import open_request, record, to_promise
from documents.ledger.schema import database_now, promise

_DRAWS = 5
CANCELLED = "cancelled"
_BEFORE_SEALED = (PromiseState.PROMISED.value, PromiseState.RENDERED.value, PromiseState.CHECKED.value)


@dataclass(frozen=True)
class AskingSide:
    office: Office
    events: EventStore

    def promise(self, request: PaperRequest) -> Promise:
        """Promise the paper and give its number. The same request again gives the same promise.

        A cancelled one is taken up again under its number. Raise LedgerDown when nothing could be promised.
        """
        key = request.promise_key(self.office.promise_secret)
        for _ in range(_DRAWS):
            try:
                return self.office.run(lambda c: self._known(c, key) or self._insert(c, key, request))
            except IntegrityError:  # the same promise at the same moment, or a number that was drawn before
                continue
        raise LedgerDown

    def papers_of(self, conversation: str) -> tuple[Promise, ...]:
        """Give the promises of ``conversation``, oldest first."""
        mine = select(promise).where(promise.c.conversation == conversation).order_by(promise.c.seq)
        return self.office.run(lambda c: tuple(to_promise(row) for row in c.execute(mine)))

    def find(self, conversation: str, number: PaperNumber) -> Promise | None:
        """Give the promise of that number, if it belongs to ``conversation``."""
        row = self.office.run(lambda c: _row(c, conversation, number))
        return to_promise(row) if row else None

    def kept(self, conversation: str, number: PaperNumber) -> KeptPaper | None:
        """Give the issued paper of that number with the person it is for, if it belongs to ``conversation``."""

        def work(connection: Connection) -> KeptPaper | None:
            row = _row(connection, conversation, number)
            if row is None or row.sha256 is None:
                return None
            return KeptPaper(to_promise(row), open_request(self.office.vault, connection, row), row.blob)

        return self.office.run(work)

    def cancel(self, conversation: str, number: PaperNumber) -> bool:
        """Withdraw a promise that is not sealed yet. Its number stays used. Tell whether it was withdrawn."""
        values = {"state": PromiseState.REJECTED.value, "error_code": CANCELLED}
        return self._restate(conversation, number, _BEFORE_SEALED, values)

    def resume(self, conversation: str, number: PaperNumber) -> bool:
        """Go on at once with a held or waiting promise: from its seal if it has one, else from the beginning."""
        found = self.find(conversation, number)
        if found is None or found.state in {PromiseState.ACKED, PromiseState.REJECTED}:
            return False
        if found.state is not PromiseState.HELD:
            return self._restate(conversation, number, (found.state.value,), {})
        start = PromiseState.SEALED if found.issued else PromiseState.PROMISED
        values = {"state": start.value, "attempts": 0, "failing_since": None, "error_code": None}
        return self._restate(conversation, number, (PromiseState.HELD.value,), values)

    def backlog(self) -> Backlog:
        """Count what is unfinished, and tell the age of the oldest."""
        live = promise.c.state.not_in([state.value for state in TERMINAL])
        count = select(func.count(), func.min(promise.c.created_at)).where(live)
        total, oldest = self.office.run(lambda c: c.execute(count).one())
        return Backlog(total, (self.office.clock() - oldest).total_seconds() if oldest else 0.0)

    def _known(self, connection: Connection, key: str) -> Promise | None:
        row = connection.execute(select(promise).where(promise.c.key == key)).one_or_none()
        if row is None:
            return None
        cancelled = row.state == PromiseState.REJECTED.value and row.error_code == CANCELLED
        return to_promise(self._revive(connection, row) if cancelled else row)

    def _insert(self, connection: Connection, key: str, request: PaperRequest) -> Promise:
        vault, now = self.office.vault, self.office.clock()
        subject = vault.blind(request.person.ci)
        row = {
            "key": key,
            "number": self.office.draw_number().digits,
            "check_code": draw_check_code(),
            "kind": request.kind.value,
            "conversation": request.conversation,
            "verification": request.person.verification,
            "subject": subject,
            "sealed_request": vault.seal(connection, subject, request_place(key), pack_request(request)),
            "state": PromiseState.PROMISED.value,
            "epoch": 0,
            "attempts": 0,
            "next_attempt_at": database_now(),
            "created_at": now,
            "updated_at": now,
        }
        stored = connection.execute(insert(promise).values(**row).returning(*promise.c)).one()
        record(connection, stored, now)
        return to_promise(stored)

    def _revive(self, connection: Connection, row: Row[Any]) -> Row[Any]:
        now = self.office.clock()
        values = {"state": PromiseState.PROMISED.value, "error_code": None, "attempts": 0, "failing_since": None}
        return self._write(connection, row, values | {"created_at": now})

    def _restate(self, conversation: str, number: PaperNumber, states: tuple[str, ...], values: dict[str, Any]) -> bool:
        def work(connection: Connection) -> bool:
            row = _row(connection, conversation, number, lock=True)
            if row is None or row.state not in states:
                return False
            self._write(connection, row, values)
            return True

        return self.office.run(work)

    def _write(self, connection: Connection, row: Row[Any], values: dict[str, Any]) -> Row[Any]:
        """Change an unclaimed or claimed row alike: the higher epoch fences whoever has it in hand."""
        now = self.office.clock()
        fence = {"epoch": promise.c.epoch + 1, "lease_until": None, "next_attempt_at": database_now()}
        here = update(promise).where(promise.c.key == row.key).values(**fence, updated_at=now, **values)
        changed = connection.execute(here.returning(*promise.c)).one()
        if changed.state != row.state:
            record(connection, changed, now)
        return changed


def _row(connection: Connection, conversation: str, number: PaperNumber, *, lock: bool = False) -> Row[Any] | None:
    mine = select(promise).where(promise.c.number == number.digits, promise.c.conversation == conversation)
    return connection.execute(mine.with_for_update() if lock else mine).one_or_none()
