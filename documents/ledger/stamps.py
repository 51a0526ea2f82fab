"""What the ledger knows of archive time-stamps: until when each file's holds, and the renewed files.

The digest of a promise stays the issued one, which wallet, receipt and public log name; a renewed file has its own row,
by which the public check finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, select, update

from documents.archive_care import AgeingPaper
from documents.domain.number import PaperNumber
from documents.ledger.office import Office
from documents.ledger.rows import open_request
from documents.ledger.schema import person_key, promise, stamp
from documents.transparency.issues import enter_renewal


@dataclass(frozen=True)
class StampedPapers:
    """Implements ``archive_care.RenewedPapers``."""

    office: Office

    def ageing(self, before: datetime, most: int, after: int = 0) -> Sequence[AgeingPaper]:
        """Give what the port says. Papers of persons whose key was erased are nobody's to read, and left out."""

        def work(connection: Connection) -> list[AgeingPaper]:
            found = connection.execute(_due(before).where(promise.c.seq > after).limit(most))
            return [self._ageing(connection, row) for row in found]

        return self.office.look(work)

    def note(self, paper: AgeingPaper, good_until: datetime) -> None:
        def work(connection: Connection) -> None:
            known = update(stamp).where(stamp.c.sha256 == paper.sha256).values(good_until=good_until)
            if connection.execute(known).rowcount == 0:
                self._insert(connection, paper, paper.sha256, paper.blob, good_until)

        self.office.run(work)

    def record(self, paper: AgeingPaper, sha256: str, blob: str, good_until: datetime) -> bool:
        """Keep the renewed file beside the former, and enter it in the public log."""

        def work(connection: Connection) -> bool:
            here = promise.c.number == paper.number.digits
            issued = connection.execute(select(promise.c.sha256).where(here).with_for_update()).scalar_one()
            if (_newest(connection, paper.number) or issued) != paper.sha256:
                return False
            self._insert(connection, paper, sha256, blob, good_until)
            enter_renewal(connection, sha256, issued, self.office.clock())
            return True

        return self.office.run(work)

    def _ageing(self, connection: Connection, row: Row[Any]) -> AgeingPaper:
        holder = open_request(self.office.vault, connection, row).person.ci
        return AgeingPaper(row.seq, PaperNumber(row.number), row.newest_sha256, row.newest_blob, holder)

    def _insert(self, connection: Connection, paper: AgeingPaper, sha256: str, blob: str, good_until: datetime) -> None:
        values = {"number": paper.number.digits, "sha256": sha256, "blob": blob, "good_until": good_until}
        connection.execute(insert(stamp).values(**values, at=self.office.clock()))


def _due(before: datetime) -> Select[Any]:
    """Every look goes by an index, paper by paper: a round costs as much as there are papers, not more."""
    of = stamp.c.number == promise.c.number
    readable = exists().where(person_key.c.person == promise.c.subject, person_key.c.wrapped.is_not(None))
    holds = exists().where(of, stamp.c.good_until >= before)  # a later file's stamp always holds longer
    papers = select(promise, *(_newest_or_issued(name) for name in ("sha256", "blob")))
    return papers.where(promise.c.blob.is_not(None), readable, ~holds).order_by(promise.c.seq)


def _newest_or_issued(name: str) -> ColumnElement[Any]:
    newest = select(stamp.c[name]).where(stamp.c.number == promise.c.number).order_by(stamp.c.seq.desc()).limit(1)
    return func.coalesce(newest.scalar_subquery(), promise.c[name]).label(f"newest_{name}")


def _newest(connection: Connection, number: PaperNumber) -> str | None:
    rows = select(stamp.c.sha256).where(stamp.c.number == number.digits).order_by(stamp.c.seq.desc()).limit(1)
    return connection.execute(rows).scalar_one_or_none()
