"""From an access token to a credential, and what becomes of it: one key and one place in a status list a copy."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, func, select, update
from sqlalchemy.exc import IntegrityError

from documents.domain.number import PaperNumber
from documents.ledger.promise import LedgerDown
from documents.ledger.transactions import run
from wallet_bridge.issuer.copy_state import Copy, CopyState, to_copy
from wallet_bridge.issuer.handles import digest
from wallet_bridge.issuer.offer_book import KEPT_AFTER
from wallet_bridge.issuer.refused import Refused
from wallet_bridge.issuer.status_bits import LIST_SIZE
from wallet_bridge.issuer.tables import copy, revoked_paper

T = TypeVar("T")
_DENIED = "credential_request_denied"
_WAITING = frozenset({CopyState.REDEEMED, CopyState.DEFERRED})
_IN_HAND = _WAITING | {CopyState.ISSUED}
"""States in which the wallet may ask. ISSUED too: an answer that was lost is given again, to the same key."""
_TOLD = {
    CopyState.ACCEPTED: frozenset({CopyState.ISSUED, CopyState.ACCEPTED}),
    CopyState.FAILED: frozenset({CopyState.ISSUED, CopyState.FAILED}),
    CopyState.DELETED: frozenset({CopyState.ISSUED, CopyState.ACCEPTED, CopyState.DELETED}),
}
_FULL = LIST_SIZE // 2
"""A list is given no more than half its places, so that a free one is drawn quickly."""
_DRAWS = 8


@dataclass(frozen=True)
class Copies:
    engine: Engine

    def of_token(self, token: str, now: datetime) -> Copy:
        """Give the copy that ``token`` was given for. Raise Refused("invalid_token") when unknown or expired."""
        query = select(copy).where(copy.c.token_hash == digest(token), copy.c.token_until > now)
        row = run(self.engine, lambda c: c.execute(query).one_or_none())
        if row is None:
            raise Refused("invalid_token", 401)
        return to_copy(row)

    def of_paper(self, number: PaperNumber) -> list[Copy]:
        """List the copies of a paper, oldest first."""
        query = select(copy).where(copy.c.number == number.digits).order_by(copy.c.offered_at, copy.c.id)
        return run(self.engine, lambda c: [to_copy(row) for row in c.execute(query)])

    def defer(self, identity: str, holder_key: str) -> None:
        """Bind the copy to ``holder_key`` while its paper is not sealed. Raise Refused when it is another's already."""

        def work(connection: Connection, _row: Row[Any]) -> None:
            values = {"state": CopyState.DEFERRED.value, "holder_key": holder_key}
            connection.execute(update(copy).where(copy.c.id == identity).values(**values))

        self._with(identity, holder_key, _WAITING, work)

    def issue(self, identity: str, holder_key: str, good_until: datetime, now: datetime) -> Copy:
        """Bind the copy to ``holder_key`` and give it its place; the same key again has the same place."""

        def work(connection: Connection, row: Row[Any]) -> Copy:
            values: dict[str, Any] = {"state": CopyState.ISSUED.value, "holder_key": holder_key}
            if row.place is None:
                list_no, place = _free_place(connection)
                values |= {"list_no": list_no, "place": place, "issued_at": now, "forget_at": good_until + KEPT_AFTER}
            return to_copy(_changed(connection, identity, values))

        for _ in range(_DRAWS):
            try:
                return self._with(identity, holder_key, _IN_HAND, work)
            except IntegrityError:  # another worker drew the same place at the same moment
                continue
        raise LedgerDown

    def tell(self, identity: str, state: CopyState, now: datetime) -> None:
        """Store what the wallet told. A copy that no wallet keeps is revoked. Raise Refused when told otherwise before.

        The same word again changes nothing.
        """

        def work(connection: Connection) -> bool:
            row = connection.execute(select(copy).where(copy.c.id == identity).with_for_update()).one()
            if CopyState(row.state) not in _TOLD[state]:
                return False
            gone = None if state is CopyState.ACCEPTED else now
            _changed(connection, identity, {"state": state.value, "revoked_at": row.revoked_at or gone})
            return True

        if not run(self.engine, work):
            raise Refused("invalid_notification_request")

    def _with(
        self,
        identity: str,
        holder_key: str,
        states: frozenset[CopyState],
        work: Callable[[Connection, Row[Any]], T],
    ) -> T:
        def guarded(connection: Connection) -> T:
            row = connection.execute(select(copy).where(copy.c.id == identity).with_for_update()).one()
            taken_back = select(revoked_paper.c.number).where(revoked_paper.c.number == row.number)
            mine = row.holder_key in {None, holder_key} and CopyState(row.state) in states
            if not mine or row.revoked_at is not None or connection.execute(taken_back).first():
                raise Refused(_DENIED)
            return work(connection, row)

        return run(self.engine, guarded)


def _changed(connection: Connection, identity: str, values: dict[str, Any]) -> Row[Any]:
    return connection.execute(update(copy).where(copy.c.id == identity).values(**values).returning(*copy.c)).one()


def _free_place(connection: Connection) -> tuple[int, int]:
    """Draw a place that nobody has. The places of a list tell nothing about when a copy was given."""
    newest = connection.execute(select(func.max(copy.c.list_no))).scalar() or 0
    taken = connection.execute(select(func.count()).where(copy.c.list_no == newest)).scalar_one()
    list_no = newest + 1 if taken >= _FULL else newest
    while True:
        place = secrets.randbelow(LIST_SIZE)
        mine = select(copy.c.id).where(copy.c.list_no == list_no, copy.c.place == place)
        if connection.execute(mine).first() is None:
            return list_no, place
