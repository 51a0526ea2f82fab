"""From an offer to an access token: one code, one transaction code, five tries, one use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.ledger.transactions import run
from wallet_bridge.issuer.copy_state import Copy, CopyState, to_copy
from wallet_bridge.issuer.handles import Handles, digest, draw_handle, draw_tx_code, same, tx_digest
from wallet_bridge.issuer.refused import Refused
from wallet_bridge.issuer.tables import copy

OFFER_LASTS = timedelta(minutes=10)
TRIES = 5
TOKEN_LASTS = timedelta(hours=1)
AWAITED_TOKEN_LASTS = timedelta(hours=25)
"""While a paper is not sealed yet: the office tries for 24 hours."""
KEPT_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Offered:
    handle: str
    code: str
    tx_code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Granted:
    token: str
    lasts: timedelta


@dataclass(frozen=True)
class OfferBook:
    engine: Engine
    handles: Handles

    def offer(self, number: PaperNumber, kind: PaperKind, now: datetime, *, awaited: bool) -> Offered:
        """Open an offer; earlier ones of the paper that nobody took are closed. ``awaited``: it is not sealed yet."""
        handle, tx_code = draw_handle(), draw_tx_code()
        identity, expires_at = digest(handle), now + OFFER_LASTS
        code = self.handles.code(identity)
        row = {
            "id": identity,
            "number": number.digits,
            "kind": kind.value,
            "state": CopyState.OFFERED.value,
            "code_hash": digest(code),
            "tx_hash": tx_digest(code, tx_code),
            "tries": 0,
            "awaited": awaited,
            "offered_at": now,
            "expires_at": expires_at,
            "forget_at": expires_at + KEPT_AFTER,
        }

        def work(connection: Connection) -> None:
            connection.execute(delete(copy).where(copy.c.forget_at < now))
            earlier = (copy.c.number == number.digits) & (copy.c.state == CopyState.OFFERED.value)
            connection.execute(update(copy).where(earlier).values(state=CopyState.REPLACED.value))
            connection.execute(insert(copy).values(**row))

        run(self.engine, work)
        return Offered(handle, code, tx_code, expires_at)

    def find(self, handle: str, now: datetime) -> Copy | None:
        """Give the copy behind an offer's address while the offer can be taken."""
        query = select(copy).where(copy.c.id == digest(handle))
        row = run(self.engine, lambda c: c.execute(query).one_or_none())
        return to_copy(row) if row is not None and _open(row.state, row.revoked_at, row.expires_at, now) else None

    def redeem(self, code: str, tx_code: str, now: datetime) -> Granted:
        """Exchange code and transaction code for a token, once. Raise Refused("invalid_grant"); a wrong try counts."""
        token = draw_handle()
        lasts = run(self.engine, lambda c: self._redeem(c, code, tx_code, token, now))
        if lasts is None:
            raise Refused("invalid_grant")
        return Granted(token, lasts)

    def _redeem(self, connection: Connection, code: str, tx_code: str, token: str, now: datetime) -> timedelta | None:
        query = select(copy).where(copy.c.code_hash == digest(code)).with_for_update()
        row = connection.execute(query).one_or_none()
        if row is None or not _open(row.state, row.revoked_at, row.expires_at, now):
            return None
        here = update(copy).where(copy.c.id == row.id)
        if not same(tx_digest(code, tx_code), row.tx_hash):
            state = CopyState.LOCKED if row.tries + 1 >= TRIES else CopyState.OFFERED
            connection.execute(here.values(tries=row.tries + 1, state=state.value))
            return None
        lasts = AWAITED_TOKEN_LASTS if row.awaited else TOKEN_LASTS
        token_row = {"token_hash": digest(token), "token_until": now + lasts, "forget_at": now + lasts + KEPT_AFTER}
        connection.execute(here.values(state=CopyState.REDEEMED.value, **token_row))
        return lasts


def _open(state: str, revoked_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    return state == CopyState.OFFERED.value and revoked_at is None and now < expires_at
