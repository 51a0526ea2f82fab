"""Tables of the wallet's own database. It knows holders by a digest only: no name, birth date or telephone."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

holder = Table(
    "holder",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
)

delivery = Table(
    "delivery",
    metadata,
    Column("promise_key", String(128), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("receipt", String(2000), nullable=False),
    Column("received_at", Instant, nullable=False),
)

paper = Table(
    "paper",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("holder", ForeignKey("holder.id"), nullable=False, index=True),
    Column("promise_key", ForeignKey("delivery.promise_key"), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("title", String(100), nullable=False),
    Column("number", String(16), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("verify_url", String(500), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("downloaded_at", Instant),
    Column("content", LargeBinary, nullable=False),
    Column("log", Text),
    # The proof that the paper is in the office's public log, as it came (JSON).
)

submission = Table(
    "submission",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("holder", ForeignKey("holder.id"), index=True),
    # None once the holder has closed the wallet: what a receiver took stays with the receiver, and names nobody.
    Column("paper_id", String(32), nullable=False, index=True),
    # No foreign key: the record of where a paper went outlives the paper.
    Column("receiver", String(100), nullable=False, index=True),
    Column("open_slot", String(140), unique=True),
    # paper and receiver while the submission is on its way: the same paper is under way to a receiver once.
    Column("kind", String(64), nullable=False),
    Column("title", String(100), nullable=False),
    Column("number", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(200)),
    Column("changed_at", Instant, nullable=False),
    Column("content", LargeBinary),
    # The receiver's own copy, from the receipt on.
)

submission_step = Table(
    "submission_step",
    metadata,
    Column("submission", ForeignKey("submission.id"), primary_key=True),
    Column("state", String(16), primary_key=True),
    # Each state is entered at most once: the database itself refuses a second receipt.
    Column("at", Instant, nullable=False),
)

viewing = Table(
    "viewing",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("holder", ForeignKey("holder.id"), nullable=False, index=True),
    Column("paper_id", String(32), nullable=False, index=True),
    Column("title", String(100), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("opened_at", Instant),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("request", String(500), nullable=False),
    Column("binding_code", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("holder", String(64)),
    Column("interval", Float, nullable=False),
    Column("next_poll_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("holder", ForeignKey("holder.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
