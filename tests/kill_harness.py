"""Issuing workers as processes over one ledger: they die at any step and are replaced, until all is delivered."""

import hashlib
import json
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path

from sqlalchemy import select

from documents.archive import PaperStore
from documents.domain.request import PaperRequest
from documents.domain.state import PromiseState
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Promise
from documents.ledger.schema import promise, transition
from documents.transparency.tables import log_entry, log_size
from tests.fakes_documents import person, request
from tests.office import vault
from tests.worker_process import serve

_FORK = multiprocessing.get_context("fork")
AT_WORK = 2


class Staff:
    """The worker processes of one test, forked: nothing is imported again."""

    def __init__(self, url: str, ledger: Ledger, folder: Path) -> None:
        self._url, self._ledger, self._folder = url, ledger, folder
        self.processes: list[ForkProcess] = []

    def hire(self, chance: float = 0.0) -> ForkProcess:
        """Start a worker and wait until it works, or is already dead (``chance``: see ``Mortal``)."""
        self._ledger.office.engine.dispose()  # a connection must not be in two processes
        ready = _FORK.Event()
        arguments = (self._url, self._folder, self._ledger.office.lease, ready, chance)
        process = _FORK.Process(target=serve, args=arguments)
        process.start()
        self.processes.append(process)
        assert ready.wait(120) or chance
        return process

    def close(self) -> None:
        for process in self.processes:
            if process.is_alive():
                os.kill(process.pid, signal.SIGCONT)
                process.terminate()
        for process in self.processes:
            process.join(120)
            process.close()


@dataclass(frozen=True)
class Ordeal:
    """What came of it."""

    asked: dict[Promise, PaperRequest]
    kills: int
    seconds: float
    takeovers: list[float]
    """Seconds from each death to the next step of the paper that the dead had in hand."""


def ask(ledger: Ledger, count: int) -> dict[Promise, PaperRequest]:
    wanted = [request(person(f"사람{n:04d}", ci=f"사람{n:04d}".ljust(88, "-"))) for n in range(count)]
    return {ledger.promise(each): each for each in wanted}


def endure(staff: Staff, ledger: Ledger, folder: Path, *, promises: int, chance: float, limit: float) -> Ordeal:
    """Have ``promises`` papers made by two mortal workers at a time. Raise AssertionError after ``limit`` seconds."""
    asked = ask(ledger, promises)
    begun, kills = time.monotonic(), 0
    at_work = [staff.hire(chance) for _ in range(AT_WORK)]
    while ledger.backlog().count:
        assert time.monotonic() - begun < limit, f"{ledger.backlog().count} of {promises} left after {kills} kills"
        wait([each.sentinel for each in at_work], timeout=0.05)
        dead = [each for each in at_work if not each.is_alive()]
        assert all(each.exitcode == -signal.SIGKILL for each in dead), "killed, and nothing else"
        kills += len(dead)
        at_work = [each for each in at_work if each not in dead] + [staff.hire(chance) for _ in dead]
    return Ordeal(asked, kills, time.monotonic() - begun, list(_takeovers(ledger, folder)))


def wrongs(ordeal: Ordeal, ledger: Ledger, folder: Path) -> list[str]:
    """Say everything that is not as promised: lost, doubled, somebody else's, not in the log once."""
    found = [wrong for made, wanted in ordeal.asked.items() for wrong in _wrongs_of(made, wanted, ledger, folder)]
    entries = {path.name for path in (folder / "wallet").iterdir() if not path.name.startswith(".")}
    if entries != {made.key for made in ordeal.asked}:
        found.append("the wallet has other papers than were promised")
    told = Counter(each.body["number"] for each in ledger.events.pending(100_000) if each.type == "paper_issued")
    found += [f"{number} announced {times} times" for number, times in told.items() if times != 1]
    return found + list(_wrongs_of_log(ordeal, ledger))


def _wrongs_of(made: Promise, wanted: PaperRequest, ledger: Ledger, folder: Path) -> Iterator[str]:
    done = ledger.find(made.conversation, made.number)
    if done is None or done.state is not PromiseState.ACKED or done.receipt is None or done.sha256 is None:
        yield f"{made.number.digits} lost"
        return
    pdf = (folder / "wallet" / made.key).read_bytes()
    page = json.loads(pdf)
    if (page["number"], page["name"]) != (made.number.digits, wanted.person.name):
        yield f"{made.number.digits} made for another"
    if (folder / "holders" / made.key).read_text() != wanted.person.ci:
        yield f"{made.number.digits} delivered to another"
    if not hashlib.sha256(pdf).hexdigest() == done.sha256 == done.receipt.sha256:
        yield f"{made.number.digits} has two versions"
    kept = ledger.kept(made.conversation, made.number)
    store = PaperStore(folder / "papers", ledger.office.engine, vault())
    if kept is None or store.read(kept.blob) != pdf:
        yield f"{made.number.digits} is kept otherwise than delivered"


def _wrongs_of_log(ordeal: Ordeal, ledger: Ledger) -> Iterator[str]:
    with ledger.office.engine.connect() as connection:
        entered = Counter(connection.execute(select(log_entry.c.sha256)).scalars())
        issued = set(connection.execute(select(promise.c.sha256)).scalars())
        numbers = connection.execute(select(promise.c.number)).scalars().all()
        size = connection.execute(select(log_size.c.size)).scalar_one()
    if set(entered) != issued or set(entered.values()) != {1} or size != len(issued):
        yield "the log does not name each paper once"
    if len(set(numbers)) != len(numbers) or len(numbers) != len(ordeal.asked):
        yield "a number is used twice, or a promise was doubled"


def _takeovers(ledger: Ledger, folder: Path) -> Iterator[float]:
    steps = select(promise.c.number, transition.c.at).join(promise, promise.c.key == transition.c.promise)
    with ledger.office.engine.connect() as connection:
        moments = [(row.number, row.at.timestamp()) for row in connection.execute(steps)]
    for path in (folder / "deaths").glob("*") if (folder / "deaths").exists() else ():
        number, _, died = path.name.partition("-")
        later = [at - float(died) for of, at in moments if of == number and at > float(died)]
        if later:  # none when it died after the last step
            yield min(later)
