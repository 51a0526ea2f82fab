"""Databases: SQLite (WAL, synchronous=FULL) by default, PostgreSQL by URL; schemas by Alembic."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_SECONDS = 10
READING = "reading"
"""Execution option of a connection whose transaction only reads: SQLite then takes no lock that writers want."""
_SQLITE = {"timeout": BUSY_SECONDS, "check_same_thread": False}


def open_engine(url: str, *, read_only: bool = False) -> Engine:
    """Open ``url``. SQLite gets its folder, a write-ahead log and full synchronisation: nothing accepted is lost."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args=_SQLITE, hide_parameters=True)
    event.listen(engine, "connect", _read_only_pragmas if read_only else _pragmas)
    event.listen(engine, "begin", _begin_deferred if read_only else _begin_immediate)
    return engine


def migrate(engine: Engine, migrations: Path) -> None:
    """Bring the schema behind ``engine`` to the newest revision in ``migrations`` (an Alembic script folder)."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" event opens transactions, not the driver's guesswork
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _read_only_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Any) -> None:
    reading = connection.get_execution_options().get(READING, False)
    # A later upgrade from read to write would fail with SQLITE_BUSY.
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_deferred(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
