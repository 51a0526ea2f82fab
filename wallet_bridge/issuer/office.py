"""The office's ledger and archive as the issuer reads them: never written, opened one paper at a time."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, select

from documents.archive import PaperStore
from documents.comparing import SUBJECT_MISMATCH, require_paper_of
from documents.domain.errors import Halt
from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.state import PromiseState
from documents.ledger.rows import open_request
from documents.ledger.schema import promise
from documents.ledger.transactions import run
from documents.ports import SubjectReader
from wallet_bridge.issuer.papers import OfficePaper, Standing, Subject

_FACTS = ("number", "kind", "conversation", "state", "sha256", "issued_at", "expires_at")


@dataclass(frozen=True)
class LedgerPapers:
    """Implements ``OfficePapers``. ``archive`` opens what ``engine`` knows; both may be read-only."""

    engine: Engine
    archive: PaperStore
    reader: SubjectReader

    def find(self, number: PaperNumber) -> OfficePaper | None:
        columns = [getattr(promise.c, name) for name in _FACTS]
        query = select(*columns).where(promise.c.number == number.digits)
        row = run(self.engine, lambda connection: connection.execute(query).one_or_none())
        return _paper(row) if row else None

    def subject(self, number: PaperNumber) -> Subject:
        query = select(promise).where(promise.c.number == number.digits)
        row = run(self.engine, lambda connection: connection.execute(query).one())
        asked = run(self.engine, lambda connection: open_request(self.archive.vault, connection, row))
        pdf = self.archive.read(row.blob)
        if hashlib.sha256(pdf).hexdigest() != row.sha256:
            raise Halt(SUBJECT_MISMATCH)
        require_paper_of(asked, number, pdf, self.reader)
        if asked.child is None:
            return Subject(asked.person.name, asked.person.born)
        return Subject(asked.child.name.hangul, asked.child.born, asked.person.name, asked.person.born)

    def taken_back(self, now: datetime) -> frozenset[str]:
        gone = (promise.c.state == PromiseState.VOIDED.value, promise.c.expires_at > now)
        query = select(promise.c.number).where(*gone)
        return frozenset(run(self.engine, lambda connection: connection.execute(query).scalars().all()))


def _paper(row: Row[Any]) -> OfficePaper:
    return OfficePaper(
        number=PaperNumber(row.number),
        kind=PaperKind(row.kind),
        conversation=row.conversation,
        standing=_standing(row),
        sha256=row.sha256,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
    )


def _standing(row: Row[Any]) -> Standing:
    if row.state == PromiseState.VOIDED:
        return Standing.TAKEN_BACK
    if row.state == PromiseState.REJECTED:
        return Standing.REFUSED
    return Standing.PROMISED if row.sha256 is None else Standing.ISSUED
