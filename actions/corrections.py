"""Cases for staff: what a citizen says is wrong in a paper. The words are sealed under the person whose paper it is."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.screening import redact_rrn
from documents.ledger.promise import KeptPaper, LedgerDown
from documents.ledger.schema import UtcDateTime
from documents.ledger.transactions import run
from documents.service.clock import Clock
from documents.vault import Place, Vault

OPEN, CLOSED = "open", "closed"
_DRAWS = 5
_DIGITS = 8
_LONGEST = 2_000
_OPEN_ONLY = text(f"state = '{OPEN}'")

metadata = MetaData()
correction = Table(
    "correction",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("number", String(_DIGITS), nullable=False, unique=True),
    Column("conversation", String(64), nullable=False),
    Column("paper", String(16), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("sealed_wrong", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("correction_one_open", "paper", unique=True, sqlite_where=_OPEN_ONLY, postgresql_where=_OPEN_ONLY),
    sqlite_autoincrement=True,
)
"""One row a case; a paper has at most one open case. ``number`` is what the citizen is given."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A case as staff see it."""

    number: str
    conversation: str
    paper: PaperNumber
    kind: PaperKind
    wrong: str = field(repr=False)
    """The citizen's words, a line each time, without resident registration numbers."""
    state: str
    opened_at: datetime


@dataclass(frozen=True)
class Corrections:
    """Blocks on the database."""

    engine: Engine
    vault: Vault
    clock: Clock

    def report(self, paper: KeptPaper, wrong: str) -> str:
        """Open a case, or add to the open one of ``paper``. Give its number. Raise LedgerDown."""
        said = redact_rrn(wrong.strip())[:_LONGEST]
        for _ in range(_DRAWS):
            try:
                return run(self.engine, lambda connection: self._report(connection, paper, said))
            except IntegrityError:  # the same case at the same moment, or a number that was drawn before
                continue
        raise LedgerDown

    def waiting(self) -> tuple[Correction, ...]:
        """Give the open cases, oldest first."""
        query = select(correction).where(correction.c.state == OPEN).order_by(correction.c.seq)
        return run(self.engine, lambda c: tuple(self._opened(c, row) for row in c.execute(query).all()))

    def close(self, number: str) -> bool:
        """Close a case. False when it is not open."""
        here = (correction.c.number == number) & (correction.c.state == OPEN)
        change = update(correction).where(here).values(state=CLOSED, changed_at=self.clock())
        return run(self.engine, lambda connection: connection.execute(change).rowcount) == 1

    def _report(self, connection: Connection, paper: KeptPaper, said: str) -> str:
        digits = paper.promise.number.digits
        here = (correction.c.paper == digits) & (correction.c.state == OPEN)
        row = connection.execute(select(correction).where(here).with_for_update()).one_or_none()
        return self._add(connection, row, paper, said) if row else self._open(connection, paper, said)

    def _open(self, connection: Connection, paper: KeptPaper, said: str) -> str:
        number, now = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}", self.clock()
        row = {"number": number, "conversation": paper.promise.conversation, "paper": paper.promise.number.digits}
        sealed = self._seal(connection, paper, number, said)
        values = {**row, "kind": paper.promise.kind.value, "sealed_wrong": sealed, "state": OPEN}
        connection.execute(insert(correction).values(**values, opened_at=now, changed_at=now))
        return number

    def _add(self, connection: Connection, row: Row[Any], paper: KeptPaper, said: str) -> str:
        lines = self._opened(connection, row).wrong.split("\n")
        if said not in lines:
            sealed = self._seal(connection, paper, row.number, "\n".join([*lines, said]))
            here = correction.c.seq == row.seq
            connection.execute(update(correction).where(here).values(sealed_wrong=sealed, changed_at=self.clock()))
        return str(row.number)

    def _seal(self, connection: Connection, paper: KeptPaper, number: str, said: str) -> bytes:
        owner = self.vault.blind(paper.request.person.ci)
        return self.vault.seal(connection, owner, _place(number), said.encode())

    def _opened(self, connection: Connection, row: Row[Any]) -> Correction:
        wrong = self.vault.open(connection, _place(row.number), row.sealed_wrong).decode()
        paper, kind = PaperNumber(row.paper), PaperKind(row.kind)
        return Correction(row.number, row.conversation, paper, kind, wrong, row.state, row.opened_at)


def _place(number: str) -> Place:
    return Place("correction", "sealed_wrong", number)
