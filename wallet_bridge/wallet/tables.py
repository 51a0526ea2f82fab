"""Tables of the wallet's own database. It knows holders by a digest only: no name, birth date or telephone."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Float, ForeignKey, LargeBinary, MetaData, String, Table, TypeDecorator


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
