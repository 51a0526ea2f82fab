"""The public check's view of the ledger: sealed papers only, nothing personal, no keys needed. May be read-only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, ScalarSelect, and_, select

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.state import PromiseState
from documents.ledger.schema import promise, stamp
from documents.ledger.transactions import run


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    number: PaperNumber
    check_code: str
    kind: PaperKind
    sha256: str
    issued_at: datetime
    expires_at: datetime
    state: PromiseState
    superseded: bool


@dataclass(frozen=True)
class IssuedLedger:
    engine: Engine

    def find_issued(self, number: PaperNumber) -> IssuedPaper | None:
        return self._find(promise.c.number == number.digits)

    def find_coded(self, number: PaperNumber, check_code: str) -> IssuedPaper | None:
        """Find by both items printed on a paper. A row with another code is not read, so it takes no time to tell."""
        return self._find(and_(promise.c.number == number.digits, promise.c.check_code == check_code))

    def find_by_sha256(self, sha256: str) -> IssuedPaper | None:
        """Find by the lower-case hex digest of a whole file: as issued, or with a renewed archive time-stamp."""
        return self._find(promise.c.sha256 == sha256) or self._find(promise.c.number == _number_of(sha256))

    def _find(self, which: ColumnElement[bool]) -> IssuedPaper | None:
        columns = [getattr(promise.c, name) for name in _COLUMNS]
        sealed = select(*columns).where(which, promise.c.sha256.is_not(None)).limit(1)
        row = run(self.engine, lambda connection: connection.execute(sealed).one_or_none())
        return _issued(row) if row else None


def _number_of(sha256: str) -> ScalarSelect[str]:
    return select(stamp.c.number).where(stamp.c.sha256 == sha256).scalar_subquery()


_COLUMNS = ("number", "check_code", "kind", "sha256", "issued_at", "expires_at", "state", "superseded_by")


def _issued(row: Any) -> IssuedPaper:
    return IssuedPaper(
        PaperNumber(row.number),
        row.check_code,
        PaperKind(row.kind),
        row.sha256,
        row.issued_at,
        row.expires_at,
        PromiseState(row.state),
        row.superseded_by is not None,
    )
