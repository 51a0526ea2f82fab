"""Who read whose record when and why: a line for every question that a sandbox register was asked."""

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, insert

from documents.domain.kind import Agency
from documents.ledger.schema import UtcDateTime
from documents.registers.wire import Asked
from documents.service.clock import Clock, utc_now

_metadata = MetaData()
access_lines = Table(
    "register_access_line",
    _metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("asker", String(40), nullable=False),
    Column("agency", String(20), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("person", String(32)),
    Column("answer", String(20), nullable=False),
)
"""``person``: a pseudonym that differs from agency to agency; None when nobody was found."""


@dataclass(frozen=True)
class AccessLog:
    """``asker``: the office that holds the bearer token. ``key`` makes the pseudonyms; only an agency has it."""

    engine: Engine
    key: bytes
    asker: str
    clock: Clock = utc_now

    def prepare(self) -> None:
        _metadata.create_all(self.engine)

    def write(self, agency: Agency, asked: Asked, told_about: str | None) -> None:
        """Keep a line. ``told_about``: the CI of the person whose record is given away."""
        line = insert(access_lines).values(
            at=self.clock(),
            asker=self.asker,
            agency=agency,
            purpose=asked.purpose,
            person=pseudonym(self.key, agency, told_about) if told_about else None,
            answer="found" if told_about else "no_record",
        )
        with self.engine.begin() as connection:
            connection.execute(line)


def pseudonym(key: bytes, agency: Agency, ci: str) -> str:
    """Give 128 bits of an HMAC-SHA-256 over the agency and the person, in hex."""
    return hmac.new(key, f"{agency}\0{ci}".encode(), hashlib.sha256).hexdigest()[:32]
