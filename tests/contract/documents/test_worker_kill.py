"""Worker processes that die at any step or are put to sleep: nothing lost, nothing twice, nobody else's."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.ledger.ledger import MIGRATIONS, Ledger
from documents.service.clock import utc_now
from tests.databases import migrated
from tests.fakes_documents import person, request
from tests.kill_harness import Staff, ask, endure, wrongs
from tests.office import ledger_over

LEASE = 1.0
PROMISES = 100
"""On each of the two databases."""
CHANCE = 0.008
"""Of dying at a moment, on average; a paper has about twenty, and nobody lives longer than 250."""
LIMIT = 400.0


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[tuple[str, Ledger, Path]]:
    with migrated(database_url, MIGRATIONS) as engine:
        (tmp_path / "wallet").mkdir()
        yield database_url, ledger_over(engine, lease=LEASE, clock=utc_now), tmp_path


@pytest.fixture
def staff(place) -> Iterator[Staff]:
    staff = Staff(*place)
    yield staff
    staff.close()


def until(condition, seconds: float = 180.0) -> None:
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        pause.wait(0.02)


def wallet_of(folder: Path) -> list[Path]:
    return [path for path in (folder / "wallet").iterdir() if not path.name.startswith(".")]


def test_promises_survive_kills(place, staff):
    _url, ledger, folder = place
    ordeal = endure(staff, ledger, folder, promises=PROMISES, chance=CHANCE, limit=LIMIT)
    assert ordeal.kills >= 3, "or nothing was tried"
    assert wrongs(ordeal, ledger, folder) == []
    assert len(ordeal.asked) == PROMISES


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer process
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


def test_a_dead_workers_paper_is_taken_over_when_its_lease_is_over(place, staff):
    ledger = place[1]
    asked = next(iter(ask(ledger, 1)))
    assert ledger.claim("dead") is not None
    staff.hire()
    until(lambda: ledger.find(asked.conversation, asked.number).finished)
