"""Every row of the fault matrix by its name, and the rows that are shown nowhere else.

``fault_rows.yml`` says which tests show a row; pytest runs those in their own files. Here they must exist, be real and
not be skipped, so that no row goes missing in silence.
"""

import ast
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, update

from documents.domain.errors import Unavailable
from documents.domain.state import PromiseState
from documents.ledger.backoff import Backoff
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.schema import promise
from tests.databases import migrated
from tests.fakes_documents import NOON, person, request
from tests.office import TestOffice

ROOT = Path(__file__).resolve().parents[3]
ROWS = yaml.safe_load(Path(__file__).with_name("fault_rows.yml").read_text("utf-8"))
COMPONENTS, FAULTS = 17, 40
HOUR = 3600.0


def named(row: dict) -> str:
    tail = " (not used here)" if "unused" in row else ""
    return f"{row['component']}-{row['fault']}{tail}"


@cache
def functions(path: str) -> dict[str, list[str]]:
    """Give the test functions of a file with the names of their decorators."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = [each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {each.name: [ast.unparse(mark) for mark in each.decorator_list] for each in found}


@pytest.mark.parametrize("row", [row for row in ROWS if "tests" in row], ids=named)
def test_row_is_shown(row):
    for shown in row["tests"]:
        path, _, name = shown.partition("::")
        marks = functions(path).get(name)
        assert marks is not None, f"{shown} does not exist"
        assert not any("skip" in mark or "xfail" in mark for mark in marks), shown


@pytest.mark.parametrize("row", [row for row in ROWS if "unused" in row], ids=named)
def test_row_cannot_happen_here(row):
    assert row["unused"]
    assert row["component"].lower() not in (ROOT / "pyproject.toml").read_text("utf-8").lower(), row["proof"]


def test_no_row_is_named_twice_or_left_without_anything_to_show():
    names = [named(row) for row in ROWS]
    assert len(names) == len(set(names)) == FAULTS
    assert len({row["component"] for row in ROWS}) == COMPONENTS
    assert all(row.get("tests") or row.get("unused") for row in ROWS)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with migrated(database_url, MIGRATIONS) as engine:
        yield engine


def travel(engine: Engine, seconds: float) -> None:
    """Let ``seconds`` pass for the ledger: everything it timed moves into the past by so much."""
    moments = [promise.c[name] for name in ("lease_until", "next_attempt_at", "failing_since")]
    with engine.begin() as connection:
        connection.execute(update(promise).values({each.name: each - seconds for each in moments}))


def test_after_an_hour_without_a_wallet_each_person_gets_their_papers_in_order(engine, tmp_path):
    office = TestOffice(engine, tmp_path, backoff=Backoff(jitter=lambda: 0.5))
    office.wallet.planned = [Unavailable("wallet_down")] * 10_000
    asked = {
        who: [office.ask(request(person(f"사람{who}", ci=f"ci-{who}"), f"chat-{who}", what)) for what in "가나다"]
        for who in range(3)
    }
    passed = 0.0
    while passed < HOUR:
        while office.turn():
            pass
        travel(engine, 60.0)
        passed += 60.0
    everybody = [office.now(each) for papers in asked.values() for each in papers]
    assert all(each.issued for each in everybody)
    assert office.wallet.order == []
    assert 10 < office.wallet.calls < 3 * 100, "asked again, and not in a storm"

    office.wallet.planned.clear()
    travel(engine, 600.0)
    while office.turn():
        pass
    assert {office.now(each).state for papers in asked.values() for each in papers} == {PromiseState.ACKED}
    for papers in asked.values():
        mine = {each.number.digits for each in papers}
        assert [number for number in office.wallet.order if number in mine] == [each.number.digits for each in papers]
    assert len(office.wallet.order) == 9


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_jumps_while_a_paper_is_in_hand_makes_one_paper(engine, tmp_path, hours):
    office = TestOffice(engine, tmp_path)
    asked = office.ask(request())
    zombie = office.ledger.claim("before")
    travel(engine, hours * HOUR)
    object.__setattr__(office.ledger.office, "clock", lambda: NOON + timedelta(hours=hours))
    assert office.turn("after"), "neither a lease from the future nor one of the past keeps it from anybody"
    office.restarted().work(zombie)
    assert office.now(asked).state is PromiseState.ACKED
    assert office.wallet.order == [asked.number.digits]
    assert [kind for kind, _ in office.told(asked)].count("paper_issued") == 1


def test_a_seal_that_outlasts_its_lease_is_one_paper(engine, tmp_path):
    office = TestOffice(engine, tmp_path)
    real, heirs = office.sealer.seal, []

    def slow(pdf, draft):
        if not heirs:
            heirs.append(True)
            travel(engine, HOUR)  # the lease is over while the key is being waited for
            assert office.turn("heir")
        return real(pdf, draft)

    office.sealer.seal = slow
    asked = office.ask(request())
    office.turn("slow")
    assert office.now(asked).state is PromiseState.ACKED
    assert office.wallet.order == [asked.number.digits]


def test_with_ten_times_the_arrivals_whoever_came_before_waits_no_longer(engine, tmp_path):
    """Latency is counted in papers, of which the house finishes one a turn: no clock of this machine takes part."""
    office = TestOffice(engine, tmp_path)

    def latencies(arrivals_a_turn: int, turns: int) -> list[int]:
        came, latency, turn = [], {}, 0
        while len(latency) < turns:
            names = [f"{arrivals_a_turn}-{turn}-{n}" for n in range(arrivals_a_turn)]
            if turn < turns:
                came += [(office.ask(request(person(ci=name), name)), turn) for name in names]
            assert office.turn()
            turn += 1
            done = {number: turn for number in office.wallet.order if number not in latency}
            begun = {asked.number.digits: at for asked, at in came}
            latency |= {number: at - begun[number] for number, at in done.items() if number in begun}
        return list(latency.values())

    assert latencies(1, 4) == [1] * 4
    crowded = latencies(10, 4)
    assert crowded[0] == 1
    waiting = office.ledger.backlog().count
    assert waiting == 40 - 4
    assert crowded == sorted(crowded), "first come, first served: those who come later cost the earlier ones nothing"
    told = [office.ledger.papers_of(f"10-3-{n}")[0] for n in range(10)]
    assert {each.state for each in told} == {PromiseState.PROMISED}
    assert len({each.number for each in told}) == 10, "who is told to wait has a number, and is not forgotten"
    while office.turn():
        pass
    assert {office.now(each).state for each in told} == {PromiseState.ACKED}
