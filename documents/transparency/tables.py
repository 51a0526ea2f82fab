"""Tables of the log, in the office database. Rows are only added; the size is a row of its own: places have no gap."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, Text

from documents.ledger.schema import UtcDateTime, metadata

_Whole = BigInteger().with_variant(Integer, "sqlite")

log_size = Table(
    "log_size",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", _Whole, nullable=False),
)
"""One row. Who adds an entry changes it first, and so waits for whoever is adding one."""

log_entry = Table(
    "log_entry",
    metadata,
    Column("place", _Whole, primary_key=True, autoincrement=False),
    Column("entry", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
)

log_node = Table(
    "log_node",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("place", _Whole, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)
"""Hashes of complete subtrees of 2**level leaves: roots and proofs need a few rows, however long the log is."""

log_head = Table(
    "log_head",
    metadata,
    Column("size", _Whole, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""Signed heads, as they were published."""
