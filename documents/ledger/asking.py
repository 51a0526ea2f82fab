"""The asking side of the ledger: promise a paper, withdraw it, or have it gone on with."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from documents.domain.number import PaperNumber, draw_check_code
from documents.domain.request import PaperRequest
from documents.domain.state import PromiseState
from documents.ledger.content import pack_request, request_place
from documents.ledger.events import EventStore, insert_events
from documents.ledger.findings import is_named
from documents.ledger.looking import row_of
from documents.ledger.office import Office, Tell, in_silence
from documents.ledger.promise import LedgerDown, Promise
from documents.ledger.rows import record, to_promise
from documents.ledger.schema import database_now, promise

_DRAWS = 5
_BY_KEY = select(promise).where(promise.c.key == bindparam("of"))
_ADD = insert(promise).values(next_attempt_at=database_now()).returning(*promise.c)
CANCELLED = "cancelled"
_OVER = frozenset({PromiseState.ACKED, PromiseState.REJECTED, PromiseState.VOIDED})
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

    def cancel(self, conversation: str, number: PaperNumber) -> bool:
        """Withdraw a promise that is not sealed yet. Its number stays used. Tell whether it was withdrawn."""
        values = {"state": PromiseState.REJECTED.value, "error_code": CANCELLED}
        withdrawn = self._restate(conversation, number, _BEFORE_SEALED, values, self.office.news.cancelled)
        self.events.announce()
        return withdrawn

    def resume(self, conversation: str, number: PaperNumber) -> bool:
        """Go on at once with a held or waiting promise: from its seal if it has one, else from the beginning."""
        row = self.office.run(lambda c: row_of(c, conversation, number))
        if row is None or row.state in _OVER:
            return False
        if row.state != PromiseState.HELD:
            return self._restate(conversation, number, (row.state,), {})
        start = PromiseState.SEALED if row.sha256 else PromiseState.PROMISED
        values = {"state": start.value, "attempts": 0, "failing_since": None, "error_code": None}
        return self._restate(conversation, number, (PromiseState.HELD.value,), values)

    def _known(self, connection: Connection, key: str) -> Promise | None:
        row = connection.execute(_BY_KEY, {"of": key}).one_or_none()
        if row is None:
            return None
        cancelled = row.state == PromiseState.REJECTED.value and row.error_code == CANCELLED
        return to_promise(self._revive(connection, row) if cancelled else row)

    def _insert(self, connection: Connection, key: str, request: PaperRequest) -> Promise:
        vault, now = self.office.vault, self.office.clock()
        subject = vault.blind(request.person.ci)
        row = {
            "key": key,
            "number": self._unused(connection).digits,
            "check_code": draw_check_code(),
            "kind": request.kind.value,
            "conversation": request.conversation,
            "verification": request.person.verification,
            "subject": subject,
            "sealed_request": vault.seal(connection, subject, request_place(key), pack_request(request)),
            "state": PromiseState.PROMISED.value,
            "epoch": 0,
            "attempts": 0,
            "created_at": now,
            "updated_at": now,
        }
        stored = connection.execute(_ADD, row).one()
        record(connection, stored, now)
        return to_promise(stored)

    def _unused(self, connection: Connection) -> PaperNumber:
        """Draw a number that was never found astray; one that is in the table is refused by its index."""
        drawn = self.office.draw_number()
        while is_named(connection, drawn.digits):
            drawn = self.office.draw_number()
        return drawn

    def _revive(self, connection: Connection, row: Row[Any]) -> Row[Any]:
        now = self.office.clock()
        values = {"state": PromiseState.PROMISED.value, "error_code": None, "attempts": 0, "failing_since": None}
        return self._write(connection, row, values | {"created_at": now})

    def _restate(
        self,
        conversation: str,
        number: PaperNumber,
        states: tuple[str, ...],
        values: dict[str, Any],
        tell: Tell = in_silence,
    ) -> bool:
        def work(connection: Connection) -> bool:
            row = row_of(connection, conversation, number, lock=True)
            if row is None or row.state not in states:
                return False
            changed = self._write(connection, row, values)
            insert_events(connection, tell(to_promise(changed), self.office.clock()))
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
