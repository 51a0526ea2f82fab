"""Request → the wallet's receipt at ten papers a second, with nothing played: real registers, page, seal, push, wallet.

1. Requests arrive by the clock, whether or not the earlier ones are done (open loop).
2. A paper's time runs from before its promise to the ledger's own note of the stored receipt.
3. The figure is wall time: on a busy machine ``chrt -r 1 python -m tests.bench stream`` (root) goes before the others.
"""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from os import getloadavg

from sqlalchemy import select

from actions.parts import Office
from documents.domain.kind import PaperKind
from documents.domain.options import RegisterOptions
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.state import PromiseState
from documents.ledger.schema import promise, transition
from documents.registers.town.people import Person
from documents.registers.town.town import open_town
from tests.bench.figures import Figure, figure
from tests.bench.working_office import working_office
from tests.postgres import fresh_database, running_server

SECONDS, A_SECOND, WARM = 45, 10, 20
_BORN_BEFORE = 2006
"""Only those who may ask for a paper."""


def measure() -> Iterator[Figure]:
    with running_server() as server:
        yield from _stream("SQLite", {})
        yield from _stream("PostgreSQL", {"office_database": fresh_database(server)})


def _stream(name: str, more: dict[str, str]) -> Iterator[Figure]:
    people = [each for each in open_town().people if each.born.year < _BORN_BEFORE]
    with working_office(more) as at_work:
        _send(at_work.office, people, WARM, "warm")
        before = at_work.cpu()
        asked = _send(at_work.office, people, SECONDS * A_SECOND, "paper")
        cpu = {each: (now - before[each]) * 1000 / len(asked) for each, now in at_work.cpu().items()}
        acked = _receipts(at_work.office)
    took = [(acked[key] - at) * 1000 for key, at in asked.items() if key in acked]
    note = f"load {getloadavg()[0]:.1f}; {A_SECOND} a second for {SECONDS} s; aim p95 1000"
    yield figure(f"stream: request → receipt, {name}", took, "ms", note)
    rate = len(asked) / (max(acked.values()) - min(asked.values()))
    refused = f"{len(asked)} asked for, {len(asked) - len(took)} refused by law"
    yield Figure(f"stream: papers a second, {name}", rate, None, "papers/s", refused)
    for each, spent in cpu.items():
        yield Figure(f"stream: processor time a paper, {each}, {name}", spent, None, "ms CPU")


def _send(office: Office, people: list[Person], count: int, chat: str) -> dict[str, float]:
    """Ask for ``count`` papers by the clock and wait until none is left. Give promise keys with the time of asking."""
    asked: dict[str, float] = {}
    start = time.perf_counter()
    for turn in range(count):
        threading.Event().wait(max(0.0, start + turn / A_SECOND - time.perf_counter()))
        request, at = _request(people[turn % len(people)], f"{chat}-{turn:06d}-{'x' * 12}"), time.time()
        asked[office.ledger.promise(request).key] = at
        office.worker.notify()
    while office.ledger.backlog().count:
        threading.Event().wait(0.05)
    return asked


def _request(who: Person, chat: str) -> PaperRequest:
    person = VerifiedPerson(chat, who.ci, who.name, who.born, datetime.now(UTC))
    return PaperRequest(chat, person, PaperKind.RESIDENT_REGISTER, RegisterOptions(), "은행 제출")


def _receipts(office: Office) -> dict[str, float]:
    done = select(promise.c.key, transition.c.at).join(transition, transition.c.promise == promise.c.key)
    with office.engine.connect() as connection:
        rows = connection.execute(done.where(transition.c.state == PromiseState.ACKED.value)).all()
    return {row.key: row.at.timestamp() for row in rows}
