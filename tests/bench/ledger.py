"""The ledger: bookkeeping a paper, papers a second, request to receipt, the check in a long ledger, guesses, kills.

SQLite and PostgreSQL by the same code. Everything outside is played, except where a figure says otherwise.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, event, update

from documents.domain.state import PromiseState
from documents.ledger.ledger import MIGRATIONS, Ledger
from documents.service.clock import utc_now
from documents.service.database import migrate, open_engine
from documents.transparency.tables import log_size
from documents.worker import Worker
from tests.bench import guesses, long_ledger
from tests.bench.figures import Figure, figure
from tests.fakes_documents import person, request
from tests.kill_harness import Staff, endure, wrongs
from tests.office import TestOffice, ledger_over
from tests.postgres import fresh_database, running_server

BOOKKEPT, STREAM_SECONDS, A_SECOND = 200, 20, 10
ORDEAL, CHANCE, LEASE = 1000, 0.005, 5.0
BURST = 300


def measure() -> Iterator[Figure]:
    with running_server() as server:
        for name, url in (("SQLite", None), ("PostgreSQL", fresh_database(server))):
            yield from _bookkeeping(name, url)
            yield from _stream(name, url)
            yield from _burst(name, url)
        for name, place in (("SQLite", None), ("PostgreSQL", server)):
            yield from long_ledger.measure(name, place)
        yield from guesses.measure()
        for name, url in (("SQLite", None), ("PostgreSQL", fresh_database(server))):
            yield from _ordeal(name, url)


@contextmanager
def _engine(url: str | None) -> Iterator[tuple[Engine, Path, str]]:
    with tempfile.TemporaryDirectory() as folder:
        place = url or f"sqlite:///{folder}/office.db"
        engine = open_engine(place)
        migrate(engine, MIGRATIONS)
        yield engine, Path(folder), place
        engine.dispose()


def _bookkeeping(name: str, url: str | None) -> Iterator[Figure]:
    """Time inside the ledger's transactions from promise to receipt, the work itself being nothing.

    A bare transaction of one row is timed beside each paper: what the disk costs, and what the machine's load does.
    """
    with _engine(url) as (engine, folder, _):
        office, spent = TestOffice(engine, folder), _Spent(engine)
        papers, bare, cpu = [], [], []
        for count in range(BOOKKEPT):
            spent.seconds, begun = 0.0, time.process_time()
            office.ask(request(person(ci=f"book-{count}"), f"book-{count}"))
            assert office.turn()
            cpu.append((time.process_time() - begun) * 1000)
            papers.append(spent.seconds * 1000)
            spent.seconds = 0.0
            with engine.begin() as connection:
                connection.execute(update(log_size).values(size=log_size.c.size))
            bare.append(spent.seconds * 1000)
    note = f"{load()}; all transactions of a paper, vault and log included; a bare one takes {median(bare):.2f} ms"
    yield figure(f"ledger: bookkeeping a paper, {name}", papers, "ms", note)
    yield figure(f"ledger: processor time a paper, {name}", cpu, "ms CPU", "of the office, the database's own apart")


class _Spent:
    """Adds up the wall time of the transactions of an engine."""

    def __init__(self, engine: Engine) -> None:
        self.seconds, self._begun = 0.0, 0.0
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "checkin", self._end)

    def _begin(self, _connection: object) -> None:
        self._begun = time.perf_counter()

    def _end(self, *_: object) -> None:
        if self._begun:
            self.seconds += time.perf_counter() - self._begun
            self._begun = 0.0


def _stream(name: str, url: str | None) -> Iterator[Figure]:
    """Ten requests a second for a while; each is timed from its promise to the stored receipt."""
    with _engine(url) as (engine, folder, _):
        office = TestOffice(engine, folder, lease=LEASE)
        begun: dict[str, float] = {}
        took: list[float] = []
        acked = threading.Event()
        _on_receipt(office, begun, took, acked)
        with Worker(office.ledger, office.issuing, threads=2) as worker:
            start, count = time.perf_counter(), STREAM_SECONDS * A_SECOND
            for turn in range(count):
                threading.Event().wait(max(0.0, start + turn / A_SECOND - time.perf_counter()))
                asking = time.perf_counter()
                begun[office.ask(request(person(ci=f"s-{turn}"), f"s-{turn}")).key] = asking
                worker.notify()
            while len(took) < count and acked.wait(20):
                acked.clear()
    note = f"{load()}; {A_SECOND} a second, played renderer, seal and wallet"
    yield figure(f"ledger: request → receipt, {name}", took, "ms", note)


def _on_receipt(office: TestOffice, begun: dict[str, float], took: list[float], acked: threading.Event) -> None:
    real = office.ledger.advance

    def timed(claim, to, **facts):  # type: ignore[no-untyped-def]
        moved = real(claim, to, **facts)
        if to is PromiseState.ACKED:
            took.append((time.perf_counter() - begun.get(claim.promise.key, time.perf_counter())) * 1000)
            acked.set()
        return moved

    object.__setattr__(office.ledger, "advance", timed)


def _burst(name: str, url: str | None) -> Iterator[Figure]:
    with _engine(url) as (engine, folder, _):
        office = TestOffice(engine, folder, lease=LEASE)
        for count in range(BURST):
            office.ask(request(person(ci=f"b-{count}"), f"b-{count}"))
        begun = time.perf_counter()
        with Worker(office.ledger, office.issuing, threads=2, poll=0.02):
            while office.ledger.backlog().count:
                threading.Event().wait(0.02)
        wall = time.perf_counter() - begun
    yield Figure(f"ledger: papers a second, {name}", BURST / wall, None, "papers/s", f"{load()}; two threads, {BURST}")


def _ordeal(name: str, url: str | None) -> Iterator[Figure]:
    with _engine(url) as (engine, folder, place):
        (folder / "wallet").mkdir()
        ledger: Ledger = ledger_over(engine, lease=LEASE, clock=utc_now)
        staff = Staff(place, ledger, folder)
        try:
            ordeal = endure(staff, ledger, folder, promises=ORDEAL, chance=CHANCE, limit=1800)
        finally:
            staff.close()
        wrong = wrongs(ordeal, ledger, folder)
    note = (
        f"{load()}; {ORDEAL} promises, {ordeal.kills} SIGKILLs at any step, lease {LEASE:.0f} s, {ordeal.seconds:.0f} s"
    )
    yield Figure(f"ledger: lost, doubled, mis-addressed, {name}", len(wrong), None, "papers", note)
    yield figure(f"ledger: take-over after a kill, {name}", ordeal.takeovers, "s", "death → next step of its paper")


def load() -> str:
    """Say how busy the machine is: the figures of this part are wall time."""
    return f"load {os.getloadavg()[0]:.1f}"
