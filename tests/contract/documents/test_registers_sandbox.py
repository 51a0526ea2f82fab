"""Every register's client against its sandbox over real HTTP, with every fault."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import select

from documents.domain.errors import Refusal, Unavailable
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import OPTIONS, EligibilityOptions, PremiumOptions, TravelOptions
from documents.domain.records import InsuredAs, Record
from documents.domain.resident import Ci
from documents.registers import enquiry
from documents.registers.catalogue import open_registers
from documents.registers.sandbox.access import AccessLog, access_lines, pseudonym
from documents.registers.sandbox.agencies import registers_router
from documents.registers.sandbox.counter import Furniture
from documents.registers.sandbox.faults import FaultBoard, faults_router
from documents.registers.town.people import derive_ci
from documents.service import problems
from documents.service.database import open_engine
from tests.town import TODAY, TOWN

TOKEN, KEY = "agency-token", b"key of the agencies' access logs"
NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)
KINDS = list(PaperKind)
JUNHO = TOWN.resident("junho").person.ci
"""A man, so that every register knows him."""


@dataclass
class Agency:
    url: str
    log: AccessLog

    def find(self, kind: PaperKind, ci: Ci = JUNHO, token: str = TOKEN, options=None) -> Record:
        with httpx.Client() as client:
            register = open_registers(self.url, token, client)[kind]
            return register.find(ci, options or OPTIONS[kind](), TODAY)

    def fault(self, kind: PaperKind, fault: str, seconds: float) -> None:
        order = {"part": PAPERS[kind].agency, "kind": fault, "seconds": seconds}
        assert httpx.post(f"{self.url}/faults", json=order).status_code == 204

    def lines(self) -> list:
        with self.log.engine.connect() as connection:
            return list(connection.execute(select(access_lines).order_by(access_lines.c.seq)))


@pytest.fixture(scope="module")
def agency(tmp_path_factory) -> Iterator[Agency]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('agency') / 'sandbox.db'}")
    log = AccessLog(engine, KEY, "counter", lambda: NOON)
    app, faults = FastAPI(), FaultBoard()
    problems.install(app)
    app.include_router(registers_router(Furniture(TOWN, faults, log, TOKEN, lambda: NOON)))
    app.include_router(faults_router(faults))
    own = {"log_level": "critical", "lifespan": "off", "timeout_graceful_shutdown": 1}  # nobody waits for the slow ones
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, **own))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < deadline
        thread.join(0.01)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enquiry, "TIMEOUT", httpx.Timeout(60))  # an agency shares a busy machine with its tests
        yield Agency(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", log)
    server.should_exit = True
    thread.join(60)
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_whom_the_register_knows_is_found_as_who_they_are(agency, kind):
    known = [each for each in TOWN.dossiers if kind is not PaperKind.MILITARY_SERVICE or each.military]
    with httpx.Client() as client:
        register = open_registers(agency.url, TOKEN, client)[kind]
        for dossier in [*known[:16], *known[16::12]]:
            record = register.find(dossier.person.ci, OPTIONS[kind](), TODAY)
            told = (record.subject, record.name, record.born)
            assert told == (dossier.person.id, dossier.name, dossier.person.born)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_has_a_ci_that_was_never_given(agency, kind):
    with pytest.raises(Refusal, match="no_record"):
        agency.find(kind, derive_ci("nobody"))


@pytest.mark.parametrize("resident", ["seoyeon", "haon", "linh"])
def test_women_children_and_foreigners_have_no_military_record(agency, resident):
    with pytest.raises(Refusal, match="no_record"):
        agency.find(PaperKind.MILITARY_SERVICE, TOWN.resident(resident).person.ci)


@pytest.mark.parametrize("kind", KINDS)
def test_a_ci_of_another_length_is_refused_by_the_agency(agency, kind):
    with pytest.raises(Unavailable):
        agency.find(kind, Ci("short"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_token_is_not_taken_for_nobody_there(agency, kind):
    with pytest.raises(Unavailable, match="register_down"):
        agency.find(kind, token="wrong")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["down", "error"])
def test_a_fault_is_register_down_until_it_is_mended(agency, kind, fault):
    agency.fault(kind, fault, 60)
    with pytest.raises(Unavailable, match="register_down"):
        agency.find(kind)
    agency.fault(kind, fault, 0)
    assert agency.find(kind).name.hangul == "이준호"


@pytest.mark.parametrize("kind", KINDS)
def test_a_slow_agency_is_register_down(agency, kind, monkeypatch):
    monkeypatch.setattr(enquiry, "TIMEOUT", httpx.Timeout(0.2))
    agency.fault(kind, "slow", 60)
    with pytest.raises(Unavailable, match="register_down"):
        agency.find(kind)
    agency.fault(kind, "slow", 0)


@pytest.mark.parametrize("kind", KINDS)
def test_the_wrong_person_fault_gives_another_persons_record_under_the_asked_ci(agency, kind):
    agency.fault(kind, "wrong_person", 60)
    record = agency.find(kind)
    agency.fault(kind, "wrong_person", 0)
    assert record.subject != "junho"
    assert record.name.hangul != "이준호"


@pytest.mark.parametrize("kind", KINDS)
def test_the_fault_of_one_agency_is_not_the_fault_of_another(agency, kind):
    agency.fault(kind, "down", 60)
    others = [each for each in KINDS if PAPERS[each].agency != PAPERS[kind].agency]
    found = {agency.find(each).name.hangul for each in others}
    agency.fault(kind, "down", 0)
    assert found == {"이준호"}


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_listens_is_register_down(kind):
    with httpx.Client() as client, pytest.raises(Unavailable, match="register_down"):
        open_registers("http://127.0.0.1:9", "t", client)[kind].find(JUNHO, OPTIONS[kind](), TODAY)


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_leaves_a_line_without_ci_or_name(agency, kind):
    agency.find(kind)
    line = agency.lines()[-1]
    place = PAPERS[kind].agency
    assert (line.at, line.asker, line.agency, line.purpose) == (NOON, "counter", place, kind)
    assert (line.person, line.answer) == (pseudonym(KEY, place, JUNHO), "found")
    assert not any(secret in str(line) for secret in (JUNHO, "junho", "이준호", "861102"))


def test_the_lines_of_two_agencies_about_one_person_cannot_be_joined(agency):
    for kind in KINDS:
        agency.find(kind)
    assert len({(line.agency, line.person) for line in agency.lines()[-7:]}) == 5
    assert len({line.person for line in agency.lines()[-7:]}) == 5


def test_a_question_about_nobody_leaves_a_line_about_nobody(agency):
    with pytest.raises(Refusal):
        agency.find(PaperKind.VACCINATION, derive_ci("nobody"))
    line = agency.lines()[-1]
    assert (line.agency, line.person, line.answer) == ("immunisation", None, "no_record")


def test_the_line_of_a_mix_up_names_the_one_whose_record_was_given_away(agency):
    agency.fault(PaperKind.VACCINATION, "wrong_person", 60)
    given = agency.find(PaperKind.VACCINATION)
    agency.fault(PaperKind.VACCINATION, "wrong_person", 0)
    other = TOWN.resident(given.subject).person.ci
    assert agency.lines()[-1].person == pseudonym(KEY, "immunisation", other)


@pytest.mark.parametrize("purpose", ["", "궁금해서", "resident_register "])
def test_a_purpose_that_is_no_kind_of_paper_is_refused(agency, purpose):
    answer = httpx.post(
        f"{agency.url}/registers/resident/lookup",
        json={"ci": JUNHO, "purpose": purpose},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("order", [{"part": "resident", "kind": "boom", "seconds": 1}, {"part": "", "kind": "down"}])
def test_a_malformed_fault_order_is_refused(agency, order):
    assert httpx.post(f"{agency.url}/faults", json=order).status_code == 422


def test_each_answer_has_a_published_schema(agency):
    paths = httpx.get(f"{agency.url}/openapi.json").json()["paths"]
    answers = {
        path: operation["post"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
        for path, operation in paths.items()
        if path.startswith("/registers/")
    }
    assert answers == {
        "/registers/resident/lookup": "LookupAnswer",
        "/registers/resident/person": "PersonAnswer",
        "/registers/health-insurance/premiums": "PremiumsAnswer",
        "/registers/health-insurance/eligibility": "EligibilityAnswer",
        "/registers/immunisation/doses": "DosesAnswer",
        "/registers/immigration/crossings": "CrossingsAnswer",
        "/registers/military/service": "ServiceAnswer",
    }


SEOYEON = TOWN.resident("seoyeon").person.ci


def test_premiums_without_a_period_are_those_of_the_twelve_months_before(agency):
    record = agency.find(PaperKind.HEALTH_PREMIUM_PAYMENT, SEOYEON)
    assert [row.month for row in record.months] == [date(2025, 11, 1), date(2025, 12, 1)] + [
        date(2026, month, 1) for month in range(1, 11)
    ]
    assert (record.insured_as, record.workplace) == (InsuredAs.EMPLOYEE, "(주)한빛나루소프트")


def test_a_ten_year_history_has_every_month(agency):
    ten_years = PremiumOptions(since=date(2016, 11, 1), until=date(2026, 10, 31))
    record = agency.find(PaperKind.HEALTH_PREMIUM_PAYMENT, SEOYEON, options=ten_years)
    assert len(record.months) == 120
    assert all(row.paid_health == row.billed_health > 0 and row.paid_on for row in record.months)


def test_a_day_within_a_month_asks_for_the_whole_month(agency):
    asked = PremiumOptions(since=date(2026, 3, 31), until=date(2026, 4, 1))
    record = agency.find(PaperKind.HEALTH_PREMIUM_PAYMENT, SEOYEON, options=asked)
    assert [row.month for row in record.months] == [date(2026, 3, 1), date(2026, 4, 1)]


def test_only_spells_that_touch_the_period_are_told_newest_first(agency):
    asked = EligibilityOptions(since=date(2015, 9, 1), until=date(2015, 12, 31))
    record = agency.find(PaperKind.HEALTH_ELIGIBILITY, SEOYEON, options=asked)
    assert [spell.insured_as for spell in record.spells] == [InsuredAs.EMPLOYEE, InsuredAs.LOCAL_HEAD]
    assert len(agency.find(PaperKind.HEALTH_ELIGIBILITY, SEOYEON).spells) == 4


def test_crossings_outside_the_period_are_not_told_even_of_the_same_trip(agency):
    asked = TravelOptions(since=date(2025, 8, 10), until=date(2026, 5, 1))
    trips = agency.find(PaperKind.ENTRY_EXIT, SEOYEON, options=asked).trips
    assert [(trip.left, trip.entered) for trip in trips] == [(None, date(2025, 8, 16)), (date(2026, 5, 1), None)]


def test_the_newest_crossings_are_on_their_way(agency):
    record = agency.find(PaperKind.ENTRY_EXIT, SEOYEON)
    assert (record.since, record.until, record.complete_until) == (date(2021, 11, 22), TODAY, date(2026, 11, 19))


def test_who_never_travelled_has_a_record_that_says_so(agency):
    record = agency.find(PaperKind.ENTRY_EXIT, TOWN.resident("minjae").person.ci)
    assert (record.trips, record.passport_number, record.roman) == ((), None, None)


def test_a_foreigner_entered_before_leaving(agency):
    record = agency.find(PaperKind.ENTRY_EXIT, TOWN.resident("linh").person.ci)
    assert (record.nationality, record.roman) == ("베트남", "NGUYEN THI LINH")
    assert (record.trips[0].left, record.trips[0].entered) == (None, date(2022, 3, 14))
