from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.staff.app import MIGRATIONS
from documents.service.database import migrate, open_engine
from tests.unit.channels.staff_books import Watch


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'staff.db'}")
    migrate(engine, MIGRATIONS)
    yield engine
    engine.dispose()
