"""What the reconciler found and has not yet seen mended. One row a code and paper, one alarm line when it opens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from documents.ledger.schema import finding
from documents.ledger.transactions import run
from documents.service.clock import Clock

WHOLE = ""
"""In place of a number: the finding concerns no single paper."""
_OPEN = finding.c.resolved_at.is_(None)
_NAMED = select(finding.c.code).where(finding.c.number == bindparam("of")).limit(1)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    number: str
    """Sixteen digits, or WHOLE."""
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True)
class Findings:
    engine: Engine
    clock: Clock

    def report(self, code: str, seen: Collection[str], looked_at: Collection[str] | None = None) -> None:
        """Note that ``code`` holds for ``seen``, and no longer for the others of ``looked_at`` (None: of all)."""
        fresh = run(self.engine, lambda connection: self._report(connection, code, set(seen), looked_at))
        for number in sorted(fresh):
            _log.error("alarm", code=code, number=number)

    def open(self) -> list[Finding]:
        """Give what is not mended yet, oldest first."""
        query = select(finding).where(_OPEN).order_by(finding.c.first_seen, finding.c.code, finding.c.number)
        rows = run(self.engine, lambda connection: connection.execute(query).all())
        return [Finding(row.code, row.number, row.first_seen, row.last_seen) for row in rows]

    def numbers(self, *codes: str) -> set[str]:
        """Give the papers for which one of ``codes`` holds."""
        query = select(finding.c.number).where(_OPEN, finding.c.code.in_(codes), finding.c.number != WHOLE)
        return set(run(self.engine, lambda connection: connection.execute(query).scalars().all()))

    def _report(self, connection: Connection, code: str, seen: set[str], looked_at: Collection[str] | None) -> set[str]:
        here, now = finding.c.code == code, self.clock()
        rows = connection.execute(select(finding.c.number, finding.c.resolved_at).where(here)).all()
        known, opened = {row.number for row in rows}, {row.number for row in rows if row.resolved_at is None}
        again = {"first_seen": now, "last_seen": now, "resolved_at": None}
        gone = (opened if looked_at is None else opened & set(looked_at)) - seen
        for number in seen - known:
            connection.execute(insert(finding).values(code=code, number=number, **again))
        for numbers, values in (
            ((seen & known) - opened, again),
            (seen & opened, {"last_seen": now}),
            (gone, {"resolved_at": now}),
        ):
            if numbers:
                connection.execute(update(finding).where(here, finding.c.number.in_(numbers)).values(**values))
        return seen - opened


def is_named(connection: Connection, number: str) -> bool:
    """Tell whether anything was ever found about ``number``."""
    return connection.execute(_NAMED, {"of": number}).first() is not None
