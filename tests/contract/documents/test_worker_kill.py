"""Worker processes that are killed or put to sleep at any moment: nothing lost, nothing twice, nobody else's."""

import hashlib
import json
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from documents.archive import PaperStore
from documents.domain.state import PromiseState
from documents.ledger.ledger import MIGRATIONS, Ledger
from documents.service.database import migrate, open_engine
from tests.fakes_documents import person, request
from tests.office import ledger_over, vault
from tests.postgres import fresh_database, postgres_server  # noqa: F401
from tests.worker_process import serve

_FORK = multiprocessing.get_context("fork")
LEASE = 1.0
PROMISES = {"sqlite": 200, "postgresql": 60}
KILLS = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path) -> Iterator[tuple[str, Ledger, Path]]:
    sqlite = request.param == "sqlite"
    url = (
        f"sqlite:///{tmp_path / 'office.db'}" if sqlite else fresh_database(request.getfixturevalue("postgres_server"))
    )
    engine = open_engine(url)
    migrate(engine, MIGRATIONS)
    (tmp_path / "wallet").mkdir()
    yield url, ledger_over(engine, lease=LEASE), tmp_path
    engine.dispose()


class Staff:
    """The worker processes of one test, forked: nothing is imported again."""

    def __init__(self, url: str, ledger: Ledger, folder: Path) -> None:
        self._url, self._ledger, self._folder = url, ledger, folder
        self.processes: list[ForkProcess] = []

    def hire(self) -> ForkProcess:
        """Start a worker and wait until it works."""
        self._ledger.office.engine.dispose()  # a connection must not be in two processes
        ready = _FORK.Event()
        process = _FORK.Process(target=serve, args=(self._url, self._folder, LEASE, ready))
        process.start()
        self.processes.append(process)
        assert ready.wait(30)
        return process

    def close(self) -> None:
        for process in self.processes:
            if process.is_alive():
                os.kill(process.pid, signal.SIGCONT)
                process.terminate()
        for process in self.processes:
            process.join(20)
            process.close()


@pytest.fixture
def staff(place) -> Iterator[Staff]:
    staff = Staff(*place)
    yield staff
    staff.close()


def until(condition, seconds: float = 60.0) -> None:
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        pause.wait(0.02)


def ask(ledger: Ledger, count: int):
    wanted = [request(person(f"사람{n:03d}", ci=f"사람{n:03d}".ljust(88, "-"))) for n in range(count)]
    return {ledger.promise(each): each for each in wanted}


def wallet_of(folder: Path) -> list[Path]:
    return [path for path in (folder / "wallet").iterdir() if not path.name.startswith(".")]


def test_promises_survive_kills(place, staff):
    _url, ledger, folder = place
    promises = PROMISES[ledger.office.engine.dialect.name]
    asked = ask(ledger, promises)
    at_work = [staff.hire(), staff.hire()]
    chance = random.Random(2)  # noqa: S311 - the same kills every time
    for kill in range(1, KILLS + 1):
        goal = promises * kill // (KILLS + 2)
        until(lambda goal=goal: len(wallet_of(folder)) >= goal)
        victim = at_work.pop(chance.randrange(len(at_work)))
        victim.kill()
        at_work.append(staff.hire())
    until(lambda: ledger.backlog().count == 0)

    delivered = wallet_of(folder)
    assert {path.name for path in delivered} == {promised.key for promised in asked}
    store = PaperStore(folder / "papers", ledger.office.engine, vault())
    for promised, wanted in asked.items():
        done = ledger.find(promised.conversation, promised.number)
        pdf = (folder / "wallet" / promised.key).read_bytes()
        page = json.loads(pdf)
        assert done.state is PromiseState.ACKED
        assert (page["number"], page["name"]) == (promised.number.digits, wanted.person.name)
        assert hashlib.sha256(pdf).hexdigest() == done.sha256 == done.receipt.sha256
        assert store.read(ledger.kept(promised.conversation, promised.number).blob) == pdf
    issued = [event for event in ledger.events.pending(10_000) if event.type == "paper_issued"]
    assert sorted(event.body["number"] for event in issued) == sorted(each.number.digits for each in asked)


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)  # SQLite has one writer process
def test_a_worker_that_slept_past_its_lease_changes_nothing(place, staff):
    _url, ledger, folder = place
    sleeper = staff.hire()
    asked = ask(ledger, 40)
    until(lambda: len(wallet_of(folder)) >= 5)
    os.kill(sleeper.pid, signal.SIGSTOP)
    staff.hire()
    until(lambda: ledger.backlog().count == 0)
    before = {promised: ledger.find(promised.conversation, promised.number) for promised in asked}
    os.kill(sleeper.pid, signal.SIGCONT)
    extra = ledger.promise(request(person("깨어난사람", ci="깨어난사람".ljust(88, "-"))))
    until(lambda: ledger.find(extra.conversation, extra.number).finished)
    assert {promised: ledger.find(promised.conversation, promised.number) for promised in asked} == before
    assert len(wallet_of(folder)) == 41


def test_a_dead_workers_paper_is_taken_over_within_its_lease(place, staff):
    ledger = place[1]
    asked = next(iter(ask(ledger, 1)))
    assert ledger.claim("dead") is not None
    staff.hire()
    began = time.monotonic()
    until(lambda: ledger.find(asked.conversation, asked.number).finished)
    assert time.monotonic() - began < LEASE + 5
