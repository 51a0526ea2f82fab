"""A PostgreSQL that is restarted at once, has no connection left, or asks for a repetition: no promise is lost."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, update

from documents.domain.state import PromiseState
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.promise import LedgerDown
from documents.ledger.schema import promise
from documents.ledger.transactions import run
from documents.service.database import migrate, open_engine
from documents.worker import Worker
from tests.contract.documents.test_worker_kill import until
from tests.fakes_documents import person, request
from tests.office import TestOffice, ledger_over
from tests.postgres import end_at_once, fresh_database, started


@dataclass
class OwnServer:
    """A server of this test alone, to be killed and started again over the same data."""

    folder: Path

    def start(self) -> str:
        self._server = started(self.folder / "data")
        return self._server.get_uri(driver="psycopg")

    def kill(self) -> None:
        end_at_once(self._server)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnServer]:
    folder = Path(tempfile.mkdtemp(prefix="minwon-pg-"))
    folder.chmod(0o755)
    (folder / "runtime").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "runtime"))
    own = OwnServer(folder)
    yield own
    own.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def url(postgres_server: str) -> str:
    return fresh_database(postgres_server)


def test_an_immediate_restart_in_the_middle_of_work_loses_no_promise(server, tmp_path):
    engine = open_engine(server.start())
    migrate(engine, MIGRATIONS)
    office = TestOffice(engine, tmp_path, lease=2.0)
    asked = [office.ask(request(person(ci=f"ci-{n}"), f"chat-{n}")) for n in range(30)]
    with Worker(office.ledger, office.issuing, threads=2, poll=0.02):
        until(lambda: len(office.wallet.order) >= 8)
        server.kill()
        with pytest.raises(LedgerDown):
            office.ask(request(person(ci="nobody")))
        server.start()
        until(lambda: office.ledger.backlog().count == 0)
    assert {office.now(each).state for each in asked} == {PromiseState.ACKED}
    assert sorted(office.wallet.order) == sorted(each.number.digits for each in asked)
    engine.dispose()


def test_with_every_connection_in_use_the_asker_is_told_and_may_repeat(url):
    engine = create_engine(url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    migrate(engine, MIGRATIONS)
    ledger = ledger_over(engine)
    wanted = request()
    with engine.connect(), pytest.raises(LedgerDown):
        ledger.promise(wanted)
    promised = ledger.promise(wanted)
    assert ledger.promise(wanted) == promised
    engine.dispose()


def test_a_serialization_error_is_repeated_and_the_later_one_sees_the_earlier(url):
    engine = create_engine(url, isolation_level="SERIALIZABLE")
    migrate(engine, MIGRATIONS)
    promised = ledger_over(engine).promise(request())
    seen = []
    count = select(promise.c.attempts).where(promise.c.key == promised.key)
    more = update(promise).where(promise.c.key == promised.key).values(attempts=promise.c.attempts + 1)

    def work(connection):
        seen.append(connection.execute(count).scalar_one())
        if len(seen) == 1:  # another transaction gets in between reading and writing
            with engine.begin() as other:
                other.execute(more)
        connection.execute(more)

    run(engine, work)
    assert seen == [0, 1]
    assert run(engine, lambda connection: connection.execute(count).scalar_one()) == 2
    engine.dispose()
