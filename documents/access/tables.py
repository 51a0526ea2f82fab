"""Tables of the access log, in the office database. Rows are only added."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, Text

from documents.ledger.schema import UtcDateTime, metadata

_Whole = BigInteger().with_variant(Integer, "sqlite")

access = Table(
    "access",
    metadata,
    Column("place", _Whole, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String(80), nullable=False),
    Column("source", String(80), nullable=False),
    Column("whose", String(64), nullable=False, index=True),
    Column("what", String(80), nullable=False),
    Column("why", Text, nullable=False),
    Column("link", LargeBinary, nullable=False),
)
"""``whose`` is the blind index of a CI; ``link`` the hash over the row and the link before it."""

access_end = Table(
    "access_end",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", _Whole, nullable=False),
    Column("link", LargeBinary, nullable=False),
)
"""One row: the newest link. Who notes something takes it first, so the chain has one order."""

access_head = Table(
    "access_head",
    metadata,
    Column("size", _Whole, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""Signed ends of the chain, one a minute while it grows."""
