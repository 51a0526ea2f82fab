"""Tables of the bridge's own database. Nothing personal: who a paper is about is read from the office when it is asked.

Codes and tokens are stored as digests, so the database alone lets nobody in.
"""

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Text, UniqueConstraint

from documents.ledger.schema import UtcDateTime

metadata = MetaData()

copy = Table(
    "copy",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("number", String(16), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("state", String(16), nullable=False),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("tx_hash", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("awaited", Boolean, nullable=False),
    Column("offered_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("token_hash", String(64), unique=True),
    Column("token_until", UtcDateTime),
    Column("holder_key", Text),
    Column("list_no", Integer),
    Column("place", Integer),
    Column("issued_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("forget_at", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("list_no", "place"),
)
"""One row a copy of a paper for one wallet, from the offer on: one code, one token, one key, one place in a list."""

revoked_paper = Table(
    "revoked_paper",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("revoked_at", UtcDateTime, nullable=False),
)

spent_nonce = Table(
    "spent_nonce",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("forget_at", UtcDateTime, nullable=False, index=True),
)
