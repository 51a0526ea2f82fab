"""Tables of the office database. Leases and retries are timed in seconds by the database's own clock."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    and_,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class database_now(FunctionElement[float]):  # noqa: N801 - reads as the SQL function that it is
    """Seconds since 1970 by the clock of the database, the one clock that all workers share."""

    type = Double()
    inherit_cache = True


@compiles(database_now, "sqlite")
def _sqlite_now(_element: Any, _compiler: SQLCompiler, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_now, "postgresql")
def _postgresql_now(_element: Any, _compiler: SQLCompiler, **_: Any) -> str:
    # Not now(), which stands still in a transaction; as a subquery it is read once a statement and indexes stay usable.
    return "(select extract(epoch from clock_timestamp())::double precision)"


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out, also where the database knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def still_ahead(moment: ColumnElement[float], *, within: float) -> ColumnElement[bool]:
    """Tell whether ``moment`` is to come. One further off than ``within`` seconds was set before a clock went back."""
    return and_(moment > database_now(), moment <= database_now() + within)


metadata = MetaData()
_Serial = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself for INTEGER only
_Seconds: Double[float] = Double()

promise = Table(
    "promise",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("check_code", String(8), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("conversation", String(64), nullable=False, index=True),
    Column("verification", String(64), nullable=False),
    Column("subject", String(64), nullable=False, index=True),
    Column("sealed_request", LargeBinary, nullable=False),
    Column("sealed_draft", LargeBinary),
    Column("state", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("worker", String(80)),
    Column("lease_until", _Seconds),
    Column("attempts", Integer, nullable=False),
    Column("failing_since", _Seconds),
    Column("next_attempt_at", _Seconds, nullable=False),
    Column("error_code", String(40)),
    Column("sha256", String(64), index=True),
    Column("blob", String(120)),
    Column("issued_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
    Column("receipt", Text),
    Column("superseded_by", String(16)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("promise_due", "state", "next_attempt_at"),
    sqlite_autoincrement=True,
)
"""One row a promised paper; the row is the queue entry too. ``subject`` is the blind index of the CI."""

transition = Table(
    "transition",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("promise", String(64), ForeignKey("promise.key"), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("code", String(40)),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""What happened to a promise, in order; never changed."""

voiding = Table(
    "voiding",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("number", String(16), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("replaced_by", String(16)),
    Column("decided_by", String(64)),
    Column("decided_at", UtcDateTime),
    Column("agreed", Boolean),
    sqlite_autoincrement=True,
)
"""Wishes to take papers back, and who agreed. ``asked_by`` and ``decided_by`` are ids of staff."""

finding = Table(
    "finding",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("number", String(16), primary_key=True, index=True),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
)
"""What the reconciler found. ``number`` is empty when it concerns no single paper. A number named here is not drawn."""

stamp = Table(
    "stamp",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("number", String(16), nullable=False, index=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("blob", String(120), nullable=False),
    Column("good_until", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""How long the archive time-stamp of a file holds. Of a number the newest row is that of the newest file."""

event = Table(
    "event",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("conversation", String(64), nullable=False),
    Column("type", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("delivered_at", UtcDateTime),
    Column("dropped", String(40)),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", _Seconds, nullable=False),
    Index("event_waiting", "delivered_at", "conversation", "seq"),
    sqlite_autoincrement=True,
)
"""News for the channels: an outbox, in order within a conversation."""

person_key = Table(
    "person_key",
    metadata,
    Column("key_id", String(32), primary_key=True),
    Column("person", String(80), nullable=False, index=True),
    Column("kek", String(16), nullable=False),
    Column("wrapped", LargeBinary),
    Column("created_at", _Seconds, nullable=False),
    Column("erased_at", _Seconds),
)
"""Data keys, wrapped. An erased person's row stays without its key."""
