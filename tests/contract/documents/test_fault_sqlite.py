"""SQLite with a full disk, and a copy of it with half a write-ahead log: refused loudly, nothing accepted is lost."""

import random
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from documents.domain.errors import Unavailable
from documents.domain.resident import Ci
from documents.domain.state import PromiseState
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.promise import LedgerDown
from documents.ledger.schema import promise
from documents.service.database import migrate, open_engine
from tests.fakes_documents import person, request
from tests.office import TestOffice, ledger_over


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TestOffice]:
    engine = open_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine, MIGRATIONS)
    yield TestOffice(engine, tmp_path)
    engine.dispose()


def asking(count: int, start: int = 0):
    return [request(person(ci=f"ci-{n}"), f"chat-{n}") for n in range(start, start + count)]


@contextmanager
def full(office: TestOffice) -> Iterator[None]:
    """Have the database file not grow any more, as on a full disk (SQLITE_FULL)."""
    with office.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    office.engine.dispose()
    before = office.engine.raw_connection()
    before.driver_connection.execute(f"PRAGMA max_page_count = {pages}")
    before.close()  # back into the pool, from which the next transaction takes it
    yield
    after = office.engine.raw_connection()
    after.driver_connection.execute("PRAGMA max_page_count = 1073741823")
    after.close()


def test_with_a_full_disk_nothing_is_promised_and_what_was_is_kept(office):
    asked = [office.ask(each) for each in asking(3)]
    accepted = []
    with full(office), pytest.raises(LedgerDown):
        accepted.extend(office.ask(each) for each in asking(200, start=100))
    while office.turn():
        pass
    everyone = [office.now(each) for each in asked + accepted]
    assert {each.state for each in everyone} == {PromiseState.ACKED}
    with office.engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        numbers = connection.execute(select(promise.c.number)).scalars().all()
    assert sorted(numbers) == sorted(each.number.digits for each in everyone), "refused ones left nothing"


def test_with_a_full_disk_no_half_paper_is_kept(office):
    number = office.ask(request()).number
    kept = office.store.store(number, "b" * 64, b"", Ci("holder"))  # draws the person's key while there is room
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        with pytest.raises(Unavailable, match="archive_down"):
            office.store.store(number, "a" * 64, b"x" * 4096, Ci("holder"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in (office.folder / "papers").iterdir()] == [kept]


def test_a_copy_with_half_a_write_ahead_log_is_a_whole_earlier_ledger(office, tmp_path):
    live = office.engine.connect()  # as long as somebody is connected, the log is not folded into the file
    asked = [office.ask(each) for each in asking(12)]
    for _ in range(6):
        office.turn()
    chance, wal = random.Random(7), tmp_path / "office.db-wal"  # noqa: S311 - the same cuts every time
    size = wal.stat().st_size
    assert size > 100_000, "there is a log to be cut"
    for cut in [0, size, *(chance.randrange(size) for _ in range(8))]:
        folder = tmp_path / f"copy-{cut}"
        folder.mkdir()
        shutil.copy(tmp_path / "office.db", folder / "office.db")
        (folder / "office.db-wal").write_bytes(wal.read_bytes()[:cut])
        _is_a_beginning(folder, asked)
    live.close()


def _is_a_beginning(folder: Path, asked) -> None:
    engine = open_engine(f"sqlite:///{folder / 'office.db'}")
    try:
        migrate(engine, MIGRATIONS)
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
            there = connection.execute(select(promise.c.number).order_by(promise.c.seq)).scalars().all()
        assert there == [each.number.digits for each in asked[: len(there)]]
        assert ledger_over(engine).promise(request(person(ci="later"))).number.digits not in there
    finally:
        engine.dispose()


def test_while_somebody_writes_others_look_and_are_not_kept_waiting(office: TestOffice):
    asked = [office.ask(each) for each in asking(1)]
    assert office.turn()
    with office.engine.connect() as writer, writer.begin():
        writer.execute(text("UPDATE promise SET attempts = 7"))  # holds the one lock that writers share
        (seen,) = office.ledger.papers_of("chat-0")
        kept = office.ledger.kept("chat-0", asked[0].number)
        assert (seen.state, seen.attempts) == (PromiseState.ACKED, 0)
        assert kept is not None
        assert office.store.read(kept.blob)
        assert office.ledger.events.pending()
        assert office.ledger.backlog().count == 0
