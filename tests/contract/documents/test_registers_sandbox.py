"""The register client against the sandbox register over real HTTP, with every fault."""

import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import create_engine, select

from documents.domain.errors import Refusal, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.resident import Ci
from documents.registers import enquiry
from documents.registers.resident import HttpResidentRegister
from documents.registers.sandbox.faults import FaultBoard, faults_router
from documents.registers.sandbox.people import derive_ci, load_people
from documents.registers.sandbox.resident import register_access, resident_router
from documents.service import problems
from documents.service.database import open_engine

PURPOSE = PaperKind.RESIDENT_REGISTER


@pytest.fixture(scope="module")
def agency(tmp_path_factory) -> Iterator[tuple[str, str]]:
    database = f"sqlite:///{tmp_path_factory.mktemp('agency') / 'sandbox.db'}"
    app, faults = FastAPI(), FaultBoard()
    problems.install(app)
    app.include_router(resident_router(open_engine(database), faults, "agency-token", load_people()))
    app.include_router(faults_router(faults))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < deadline
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", database
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def register(agency) -> Iterator[HttpResidentRegister]:
    with httpx.Client() as client:
        yield HttpResidentRegister(agency[0], "agency-token", client)


def order(agency, kind: str, seconds: float) -> None:
    answer = httpx.post(f"{agency[0]}/faults", json={"part": "resident", "kind": kind, "seconds": seconds})
    assert answer.status_code == 204


def test_everybody_is_found_by_ci(register):
    for person in load_people():
        record = register.household(person.ci, PURPOSE)
        assert (record.subject, record.name.hangul, record.born) == (person.id, person.name, person.born)


def test_nobody_has_a_ci_that_was_never_given(register):
    with pytest.raises(Refusal, match="no_record"):
        register.household(derive_ci("nobody"), PURPOSE)


def test_a_ci_of_another_length_is_refused_by_the_agency(register):
    with pytest.raises(Unavailable):
        register.household(Ci("short"), PURPOSE)


def test_a_wrong_token_is_not_taken_for_nobody_there(agency):
    with httpx.Client() as client, pytest.raises(Unavailable, match="register_down"):
        HttpResidentRegister(agency[0], "wrong", client).household(derive_ci("seoyeon"), PURPOSE)


@pytest.mark.parametrize("kind", ["down", "error"])
def test_a_fault_is_register_down_until_it_is_mended(agency, register, kind):
    order(agency, kind, 60)
    with pytest.raises(Unavailable, match="register_down"):
        register.household(derive_ci("seoyeon"), PURPOSE)
    order(agency, kind, 0)
    assert register.household(derive_ci("seoyeon"), PURPOSE).name.hangul == "김서연"


def test_a_slow_agency_is_register_down(agency, register, monkeypatch):
    monkeypatch.setattr(enquiry, "TIMEOUT", httpx.Timeout(0.2))
    order(agency, "slow", 0.6)
    with pytest.raises(Unavailable, match="register_down"):
        register.household(derive_ci("seoyeon"), PURPOSE)
    order(agency, "slow", 0)


def test_the_wrong_person_fault_gives_another_persons_record(agency, register):
    order(agency, "wrong_person", 60)
    assert register.household(derive_ci("seoyeon"), PURPOSE).name.hangul == "이준호"
    order(agency, "wrong_person", 0)


def test_nobody_listens_is_register_down():
    with httpx.Client() as client, pytest.raises(Unavailable, match="register_down"):
        HttpResidentRegister("http://127.0.0.1:9", "t", client).household(derive_ci("seoyeon"), PURPOSE)


def test_every_lookup_leaves_a_line_without_ci_or_name(agency, register):
    register.household(derive_ci("malsoon"), PURPOSE)
    engine = create_engine(agency[1])
    with engine.connect() as connection:
        newest = connection.execute(select(register_access).order_by(register_access.c.seq.desc())).first()
    engine.dispose()
    assert (newest.resident, newest.purpose, newest.answer) == ("malsoon", "resident_register", "found")
    assert derive_ci("malsoon") not in str(newest)


@pytest.mark.parametrize("order", [{"part": "resident", "kind": "boom", "seconds": 1}, {"part": "", "kind": "down"}])
def test_a_malformed_fault_order_is_refused(agency, order):
    assert httpx.post(f"{agency[0]}/faults", json=order).status_code == 422
