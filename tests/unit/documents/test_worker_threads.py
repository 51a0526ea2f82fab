"""The worker: wakes, finishes, stops cleanly, keeps leases alive, survives whatever comes."""

import threading
import time
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from documents.domain.errors import Unavailable
from documents.domain.state import PromiseState
from documents.ledger.backoff import Backoff
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.schema import promise
from documents.service.database import migrate, open_engine
from documents.worker import Worker
from tests.fakes_documents import person, request
from tests.office import TestOffice

LONG = 3600.0


@pytest.fixture
def office(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine, MIGRATIONS)
    yield TestOffice(engine, tmp_path)
    engine.dispose()


def until(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait for ``condition``; fail when it does not come true in time."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        pause.wait(0.01)


def leased_until(office: TestOffice) -> float:
    """Give the end of the only lease, in seconds of the database's clock."""
    with office.engine.connect() as connection:
        return connection.execute(select(promise.c.lease_until)).scalar_one()


def acked(office: TestOffice, asked) -> bool:
    return office.now(asked).state is PromiseState.ACKED


def test_a_notified_worker_does_not_wait_for_its_next_look(office):
    with Worker(office.ledger, office.issuing, threads=1, poll=LONG) as worker:
        for _ in range(2):
            asked = office.ask(request())
            worker.notify()
            until(lambda asked=asked: acked(office, asked))


def test_a_worker_that_nobody_wakes_looks_by_itself(office):
    with Worker(office.ledger, office.issuing, threads=1, poll=0.01):
        asked = office.ask(request())
        until(lambda: acked(office, asked))


def test_what_was_promised_before_the_start_is_finished(office):
    asked = office.ask(request())
    with Worker(office.ledger, office.issuing, poll=LONG):
        until(lambda: acked(office, asked))


def test_stopping_ends_every_thread_and_leaves_nothing_leased(office):
    inside, go_on = threading.Event(), threading.Event()
    real = office.sealer.seal

    def slow(pdf, draft):
        inside.set()
        assert go_on.wait(120)
        return real(pdf, draft)

    office.sealer.seal = slow
    asked = office.ask(request())
    worker = Worker(office.ledger, office.issuing, threads=1, poll=LONG)
    worker.start()
    assert inside.wait(120)
    stopped = []
    stopping = threading.Thread(target=lambda: stopped.append(worker.stop()))
    stopping.start()
    until(worker._stopping.is_set)
    go_on.set()
    stopping.join(120)
    assert stopped == [True]
    assert not worker.alive()
    assert office.now(asked).state is PromiseState.SEALED
    assert office.ledger.claim("next") is not None


def test_a_step_longer_than_the_lease_is_not_taken_over(tmp_path, office):
    quick = TestOffice(office.engine, tmp_path, lease=4.0)
    inside, go_on = threading.Event(), threading.Event()
    real = quick.wallet.deliver

    def slow(*given):
        inside.set()
        assert go_on.wait(120)
        return real(*given)

    quick.wallet.deliver = slow
    asked = quick.ask(request())
    with Worker(quick.ledger, quick.issuing, threads=1, poll=LONG):
        assert inside.wait(120)
        taken_until = leased_until(quick)
        until(lambda: leased_until(quick) > taken_until)
        assert quick.ledger.claim("greedy") is None
        go_on.set()
        until(lambda: acked(quick, asked))
    assert quick.wallet.calls == 1


def test_a_ledger_that_is_down_for_a_while_does_not_end_the_worker(office):
    asked = office.ask(request())
    real, troubles = office.ledger.claim, [Unavailable("ledger_down"), RuntimeError("a bug")]

    def claim(_ledger, name):
        if troubles:
            raise troubles.pop(0)
        return real(name)

    flaky = type("Flaky", (type(office.ledger),), {"claim": claim})(office.ledger.office, office.ledger.events)
    with Worker(flaky, office.issuing, threads=1, poll=0.01) as worker:
        until(lambda: acked(office, asked))
        assert worker.alive()


def test_the_register_down_for_a_while_delays_and_loses_nothing(tmp_path, office):
    patient = TestOffice(office.engine, tmp_path, backoff=Backoff(base=0.01, cap=0.05))
    patient.residents.planned = [Unavailable("register_down")] * 12
    asked = [patient.ask(request(person(ci=str(n)))) for n in range(6)]
    with Worker(patient.ledger, patient.issuing, poll=0.01):
        until(lambda: all(acked(patient, one) for one in asked))
    assert len(patient.wallet.order) == 6


def test_sixty_four_people_at_once_each_get_their_own(office):
    people = [person(f"사람{n:02d}", date(1950 + n, 1, 1 + n % 28)) for n in range(64)]
    asked = {}

    def ask(who):
        asked[who.ci] = (who, office.ask(request(who)))

    with Worker(office.ledger, office.issuing, threads=4, poll=0.05) as worker:
        citizens = [threading.Thread(target=ask, args=(who,)) for who in people]
        for citizen in citizens:
            citizen.start()
        for citizen in citizens:
            citizen.join(120)
            worker.notify()
        until(lambda: len(asked) == 64 and all(acked(office, one) for _, one in asked.values()), 240)
    for who, promised in asked.values():
        ci, pdf = office.wallet.held[promised.key]
        printed = office.reader.read(pdf)
        assert (ci, printed.name, printed.born, printed.number) == (who.ci, who.name, who.born, promised.number)
    assert len(set(office.wallet.order)) == 64
