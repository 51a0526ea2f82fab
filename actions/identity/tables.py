"""The table of verifications, in the office database beside the ledger."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

from documents.ledger.schema import UtcDateTime

metadata = MetaData()
_OPEN = text("state IN ('requested', 'pending')")

verification = Table(
    "verification",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("conversation", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("purpose", String(120), nullable=False),
    Column("provider", String(40)),
    Column("binding_code", String(4)),
    Column("sealed_request", LargeBinary),
    Column("sealed_person", LargeBinary),
    Column("sealed_claims", LargeBinary),
    Column("interval", Double, nullable=False),
    Column("slow_told", Boolean, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("submitted_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
    Column("next_poll_at", UtcDateTime),
    Column("approved_at", UtcDateTime),
    Column("first_used_at", UtcDateTime),
    Index("verification_conversation", "conversation", "seq"),
    Index("verification_one_open", "conversation", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("verification_due", "state", "next_poll_at"),
    sqlite_autoincrement=True,
)
"""One row a request to a phone; the newest of a conversation counts. Sealed columns are vault envelopes."""
