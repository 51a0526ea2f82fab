"""Taking a paper back takes back every copy of it, and no further one is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from documents.domain.number import PaperNumber
from documents.ledger.transactions import run
from wallet_bridge.issuer.tables import copy, revoked_paper

_AT_ONCE = 500
"""Numbers in one statement: databases bound their parameters."""


@dataclass(frozen=True)
class Revocations:
    engine: Engine

    def revoke(self, number: PaperNumber, now: datetime) -> int:
        """Revoke a paper. Give how many copies this took back; the same number again takes back none."""
        return self.revoke_all([number.digits], now)

    def revoke_all(self, numbers: Iterable[str], now: datetime) -> int:
        """Revoke papers by their sixteen digits, those that are revoked already excepted."""
        known = run(self.engine, lambda c: {row.number for row in c.execute(select(revoked_paper.c.number))})
        fresh = sorted(set(numbers) - known)
        parts = [fresh[start : start + _AT_ONCE] for start in range(0, len(fresh), _AT_ONCE)]
        return sum(self._revoke(part, now) for part in parts)

    def _revoke(self, numbers: list[str], now: datetime) -> int:
        try:
            return run(self.engine, lambda c: _revoke(c, numbers, now))
        except IntegrityError:  # somebody else revoked one of them at this moment; now it is seen
            return run(self.engine, lambda c: _revoke(c, numbers, now))

    def is_revoked(self, number: PaperNumber) -> bool:
        query = select(revoked_paper.c.number).where(revoked_paper.c.number == number.digits)
        return run(self.engine, lambda c: c.execute(query).first()) is not None

    def places(self, list_no: int) -> list[int]:
        """Give the places of ``list_no`` whose copies count no more."""
        query = select(copy.c.place).where(copy.c.list_no == list_no, copy.c.revoked_at.is_not(None))
        return run(self.engine, lambda c: list(c.execute(query).scalars()))

    def last_list(self) -> int:
        """Give the number of the newest list; there is always list 0."""
        return run(self.engine, lambda c: c.execute(select(func.max(copy.c.list_no))).scalar()) or 0


def _revoke(connection: Connection, numbers: list[str], now: datetime) -> int:
    there = set(connection.execute(select(revoked_paper.c.number).where(revoked_paper.c.number.in_(numbers))).scalars())
    rows = [{"number": number, "revoked_at": now} for number in numbers if number not in there]
    if rows:
        connection.execute(insert(revoked_paper), rows)
    live = copy.c.number.in_(numbers) & copy.c.revoked_at.is_(None)
    return connection.execute(update(copy).where(live).values(revoked_at=now)).rowcount
