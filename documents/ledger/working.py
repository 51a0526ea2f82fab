"""The worker's side of the ledger: claim a promise, move it on, or say why it does not move.

1. A claim raises the row's epoch and leases it by the database's clock.
2. Whatever a worker writes is fenced by that epoch; a late one is refused with LostClaim.
3. The news of a change is in the outbox by the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, Row, Select, and_, bindparam, exists, or_, select, update

from documents.domain.paper import PaperDraft
from documents.domain.receipt import Receipt
from documents.domain.state import TERMINAL, PromiseState
from documents.ledger.content import draft_place, pack_draft
from documents.ledger.events import EventStore, insert_events
from documents.ledger.office import Office, Tell, in_silence
from documents.ledger.promise import Claim, Promise
from documents.ledger.rows import Ahead, moved_claim, pack_receipt, record, to_claim, to_promise, write_fenced
from documents.ledger.schema import database_now, promise, still_ahead
from documents.transparency.issues import enter
from documents.vault import Sealed

T = TypeVar("T")
LIVE = tuple(state.value for state in PromiseState if state not in TERMINAL)
_AT_THE_WALLET = (PromiseState.SEALED.value, PromiseState.LOGGED.value, PromiseState.DELIVERED.value)
_LONGEST_PAUSE = 600.0
_LONGEST_LEASE = 60.0
TELL_AFTER = 2
"""Failures in a row before the citizen hears of waiting: one hiccup is nobody's news."""


@dataclass(frozen=True)
class WorkingSide:
    office: Office
    events: EventStore

    def claim(self, worker: str) -> Claim | None:
        """Lease the promise that is due longest, or give None when there is nothing to do.

        A promise whose person was erased cannot be worked on: it is HELD, and the next one is taken.
        """
        while True:
            taken = self.office.run(lambda connection: self._claim(connection, worker))
            if not isinstance(taken, Promise):
                return taken
            self.events.announce()

    def advance(
        self,
        claim: Claim,
        to: PromiseState,
        *,
        draft: PaperDraft | None = None,
        sha256: str | None = None,
        blob: str | None = None,
        receipt: Receipt | None = None,
    ) -> Claim:
        """Move the claimed promise to ``to`` with what the step found out, and renew the lease.

        Raise LostClaim when another worker took it over.
        """
        facts = _Facts(draft, sha256, blob, receipt)

        def work(connection: Connection) -> Claim:
            values = self._columns(connection, claim, facts)
            lease = None if to in TERMINAL else Ahead(self.office.lease)
            fresh = {"attempts": 0, "failing_since": None, "error_code": None, "next_attempt_at": Ahead()}
            row = self._turn(
                connection, claim, self.office.news.advanced, state=to.value, lease_until=lease, **fresh, **values
            )
            if to is PromiseState.LOGGED:
                enter(connection, row, self.office.clock())
            behind = to is PromiseState.SEALED and _is_behind(connection, row.key)
            return moved_claim(claim, row, draft, behind=behind)

        return self._told(work)

    def fail(self, claim: Claim, code: str) -> Promise:
        """Count a failure that may pass, and give the promise back until it is time to try again; HELD after a day."""

        def work(connection: Connection) -> Promise:
            now: float = connection.execute(select(database_now())).scalar_one()
            since = now if claim.failing_since is None else claim.failing_since
            attempts = claim.promise.attempts + 1
            pause = self.office.backoff.pause(attempts, now - since)
            if pause is None:
                return to_promise(self._hold(connection, claim, code))
            values = {"attempts": attempts, "failing_since": since, "next_attempt_at": now + pause}
            tell = self.office.news.waiting if attempts >= TELL_AFTER else in_silence
            return to_promise(self._turn(connection, claim, tell, error_code=code, lease_until=None, **values))

        return self._told(work)

    def reject(self, claim: Claim, code: str) -> Promise:
        """Answer the request with no."""
        values = {"state": PromiseState.REJECTED.value, "error_code": code, "lease_until": None}
        return self._told(lambda c: to_promise(self._turn(c, claim, self.office.news.rejected, **values)))

    def hold(self, claim: Claim, code: str) -> Promise:
        """Stop until a person has looked."""
        return self._told(lambda connection: to_promise(self._hold(connection, claim, code)))

    def release(self, claim: Claim) -> None:
        """Give the promise back as it is, for any worker to go on with at once."""
        now = self.office.clock()
        self.office.run(lambda c: write_fenced(c, claim, now, lease_until=None, next_attempt_at=Ahead()))

    def renew(self, claim: Claim) -> bool:
        """Lengthen the lease of a claim whose step takes long. Tell whether the claim still held."""
        mine = and_(
            promise.c.key == claim.promise.key, promise.c.epoch == claim.epoch, promise.c.lease_until.is_not(None)
        )
        longer = update(promise).where(mine).values(lease_until=database_now() + self.office.lease)
        return self.office.run(lambda connection: connection.execute(longer)).rowcount == 1

    def hurry(self, code: str) -> int:
        """Make everything that waits because of ``code`` due now: the part works again. Give how many."""
        waiting = and_(promise.c.error_code == code, promise.c.state.in_(LIVE), promise.c.lease_until.is_(None))
        change = update(promise).where(waiting, promise.c.next_attempt_at > database_now())
        return self.office.run(lambda c: c.execute(change.values(next_attempt_at=database_now()))).rowcount

    def _claim(self, connection: Connection, worker: str) -> Claim | Promise | None:
        row = connection.execute(_take_one(), {"by": worker, "lease": self.office.lease}).one_or_none()
        if row is None:
            return None
        try:
            return to_claim(self.office.vault, connection, row)
        except Sealed as error:
            return self._hold_unreadable(connection, row, error.code)

    def _hold_unreadable(self, connection: Connection, row: Row[Any], code: str) -> Promise:
        now = self.office.clock()
        values = {"state": PromiseState.HELD.value, "error_code": code, "lease_until": None, "updated_at": now}
        here = update(promise).where(promise.c.key == row.key).values(**values).returning(*promise.c)
        changed = connection.execute(here).one()
        record(connection, changed, now)
        insert_events(connection, self.office.news.held(to_promise(changed), now))
        return to_promise(changed)

    def _hold(self, connection: Connection, claim: Claim, code: str) -> Row[Any]:
        values = {"state": PromiseState.HELD.value, "error_code": code, "lease_until": None}
        return self._turn(connection, claim, self.office.news.held, **values)

    def _turn(self, connection: Connection, claim: Claim, tell: Tell, **values: Any) -> Row[Any]:
        now = self.office.clock()
        row = write_fenced(connection, claim, now, **values)
        if (row.state, row.error_code) != (claim.promise.state.value, claim.promise.error_code):
            record(connection, row, now)
        insert_events(connection, tell(to_promise(row), now))
        return row

    def _columns(self, connection: Connection, claim: Claim, facts: "_Facts") -> dict[str, Any]:
        columns: dict[str, Any] = {}
        if facts.draft is not None:
            person, place = self.office.vault.blind(claim.request.person.ci), draft_place(claim.promise.key)
            columns["sealed_draft"] = self.office.vault.seal(connection, person, place, pack_draft(facts.draft))
            columns |= {"issued_at": facts.draft.issued_at, "expires_at": facts.draft.expires_at}
        if facts.sha256 is not None:
            columns |= {"sha256": facts.sha256, "blob": facts.blob}
        if facts.receipt is not None:
            columns["receipt"] = pack_receipt(facts.receipt)
        return columns

    def _told(self, work: Callable[[Connection], T]) -> T:
        done = self.office.run(work)
        self.events.announce()
        return done


@dataclass(frozen=True, slots=True)
class _Facts:
    draft: PaperDraft | None
    sha256: str | None
    blob: str | None
    receipt: Receipt | None


@cache
def _take_one() -> Executable:
    """Build the claiming statement once: it is the longest and the most frequent."""
    taken = {
        "epoch": promise.c.epoch + 1,
        "worker": bindparam("by"),
        "lease_until": database_now() + bindparam("lease"),
    }
    return update(promise).where(promise.c.seq == _due().scalar_subquery()).values(**taken).returning(*promise.c)


def _due() -> Select[Any]:
    row = promise.alias("due")
    free = or_(row.c.lease_until.is_(None), ~still_ahead(row.c.lease_until, within=_LONGEST_LEASE))
    ready = ~still_ahead(row.c.next_attempt_at, within=_LONGEST_PAUSE)
    found = select(row.c.seq).where(row.c.state.in_(LIVE), free, ready, ~_behind_another(row))
    unbegun = row.c.lease_until.is_(None)  # false sorts first: what the dead left does not go behind the whole queue
    return found.order_by(unbegun, row.c.next_attempt_at, row.c.seq).limit(1).with_for_update(skip_locked=True)


def _is_behind(connection: Connection, key: str) -> bool:
    return connection.execute(_behind(), {"of": key}).first() is not None


@cache
def _behind() -> Executable:
    return select(promise.c.seq).where(promise.c.key == bindparam("of"), _behind_another())


def _behind_another(row: Any = promise) -> ColumnElement[bool]:
    earlier = promise.alias("earlier")
    same_person = and_(earlier.c.subject == row.c.subject, earlier.c.seq < row.c.seq)
    return and_(row.c.state.in_(_AT_THE_WALLET), exists().where(same_person, earlier.c.state.in_(_AT_THE_WALLET)))
