"""The two kinds of database that the house runs on: what asks for ``database_url`` holds on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from documents.service.database import migrate, open_engine
from tests.postgres import drop_database, fresh_database

_KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=_KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind in turn, for one test."""
    yield from _empty(request, tmp_path)


@pytest.fixture(scope="module", params=_KINDS)
def lasting_database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of each kind in turn, for the tests of one file."""
    yield from _empty(request, tmp_path_factory.mktemp("lasting"))


@contextmanager
def migrated(url: str, *migrations: Path) -> Iterator[Engine]:
    """Open ``url`` with the tables that ``migrations`` make, in this order."""
    engine = open_engine(url)
    for each in migrations:
        migrate(engine, each)
    yield engine
    engine.dispose()


def _empty(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres_server")  # started for the first that asks
    url = fresh_database(server)
    yield url
    drop_database(server, url)
