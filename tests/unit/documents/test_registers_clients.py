"""Each register's client lets nothing but a proper answer about the right person and the asked days through."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from tempfile import TemporaryDirectory

import httpx
import pytest
from fastapi import FastAPI

from documents.domain.errors import Halt, InvalidOptions, Refusal, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.options import (
    OPTIONS,
    EligibilityOptions,
    MilitaryOptions,
    PremiumOptions,
    RegisterOptions,
    TravelOptions,
)
from documents.pictures.registers import InProcess
from documents.registers.catalogue import open_registers
from documents.registers.sandbox.access import AccessLog
from documents.registers.sandbox.agencies import registers_router
from documents.registers.sandbox.counter import Furniture
from documents.registers.sandbox.faults import FaultBoard
from documents.service.database import open_engine
from tests.town import TODAY, TOWN

KINDS = list(PaperKind)
JUNHO, JUNHO2 = TOWN.resident("junho").person.ci, TOWN.resident("junho2").person.ci
PERIOD = {"since": date(2025, 1, 1), "until": date(2025, 12, 31)}
SPOKEN = {
    PaperKind.HEALTH_PREMIUM_PAYMENT: PremiumOptions(**PERIOD),
    PaperKind.HEALTH_ELIGIBILITY: EligibilityOptions(**PERIOD),
    PaperKind.ENTRY_EXIT: TravelOptions(**PERIOD),
}


@dataclass
class Overheard:
    url: str
    body: dict
    authorization: str
    answer: dict


@cache
def overheard(kind: PaperKind, ci: str = JUNHO) -> Overheard:
    """A proper question and its proper answer."""
    heard = []
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/sandbox.db")
        app, log = FastAPI(), AccessLog(engine, b"k" * 32, "counter")
        app.include_router(registers_router(Furniture(TOWN, FaultBoard(), log, "secret")))
        hooks = {"response": [lambda answer: (answer.read(), heard.append(answer))]}
        with httpx.Client(transport=InProcess(app), event_hooks=hooks) as client:
            open_registers("http://agency.test/", "secret", client)[kind].find(ci, options(kind), TODAY)
        engine.dispose()
    request = heard[0].request
    return Overheard(str(request.url), json.loads(request.content), request.headers["authorization"], heard[0].json())


def options(kind: PaperKind):
    return SPOKEN.get(kind) or OPTIONS[kind]()


def asking(kind: PaperKind, answer, asked=None):
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        return open_registers("http://agency.test/", "secret", client)[kind].find(JUNHO, asked or options(kind), TODAY)


@pytest.mark.parametrize(
    ("kind", "resource", "days"),
    [
        (PaperKind.RESIDENT_REGISTER, "resident/lookup", {}),
        (PaperKind.RESIDENT_ABSTRACT, "resident/person", {}),
        (PaperKind.HEALTH_PREMIUM_PAYMENT, "health-insurance/premiums", PERIOD),
        (PaperKind.HEALTH_ELIGIBILITY, "health-insurance/eligibility", PERIOD),
        (PaperKind.VACCINATION, "immunisation/doses", {}),
        (PaperKind.ENTRY_EXIT, "immigration/crossings", PERIOD),
        (PaperKind.MILITARY_SERVICE, "military/service", {}),
    ],
)
def test_each_kind_asks_its_own_resource_and_tells_why(kind, resource, days):
    heard = overheard(kind)
    told = {name: day.isoformat() for name, day in days.items()}
    assert heard.url == f"http://agency.test/registers/{resource}"
    assert heard.body == {"ci": JUNHO, "purpose": kind, **told}
    assert heard.authorization == "Bearer secret"


@pytest.mark.parametrize("kind", KINDS)
def test_the_proper_answer_is_taken(kind):
    record = asking(kind, lambda _: httpx.Response(200, json=overheard(kind).answer))
    assert (record.subject, record.name.hangul, record.born) == ("junho", "이준호", date(1986, 11, 2))


@pytest.mark.parametrize("kind", KINDS)
def test_fields_of_a_newer_agency_are_ignored(kind):
    newer = overheard(kind).answer | {"blood_type": "O"}
    assert asking(kind, lambda _: httpx.Response(200, json=newer)) == asking(
        kind, lambda _: httpx.Response(200, json=overheard(kind).answer)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_another_ci_is_stopped_even_with_the_same_name_and_birth_date(kind):
    other = overheard(kind, JUNHO2).answer
    with pytest.raises(Halt, match="subject_mismatch"):
        asking(kind, lambda _: httpx.Response(200, json=other))


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_there_is_an_answer(kind):
    with pytest.raises(Refusal, match="no_record"):
        asking(kind, lambda _: httpx.Response(404, json={"code": "no_record"}))


def without(answer: dict, field: str) -> dict:
    return {name: value for name, value in answer.items() if name != field}


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_lacks_a_field_or_has_a_strange_one_is_register_down(kind):
    proper = overheard(kind).answer
    optional = {"restricted_against", "children", "personal_changes", "military", "foreigner_number", "workplace"}
    optional |= {"roman", "address_en", "passport_number", "examination"}
    broken = [without(proper, field) for field in proper if field not in optional]
    broken += [proper | {"born": "yesterday"}, proper | {"name": {"hangul": ""}}, {}]
    for answer in broken:
        with pytest.raises(Unavailable, match="register_down"):
            asking(kind, lambda _, answer=answer: httpx.Response(200, json=answer))


@pytest.mark.parametrize("kind", KINDS)
def test_a_malformed_record_does_not_leak_into_the_error(kind):
    broken = overheard(kind).answer | {"born": "1986년 이준호"}
    with pytest.raises(Unavailable) as caught:
        asking(kind, lambda _: httpx.Response(200, json=broken))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("kind", "field", "rows"),
    [
        (PaperKind.RESIDENT_ABSTRACT, "addresses", []),
        (PaperKind.RESIDENT_ABSTRACT, "rrn", "861102"),
        (PaperKind.MILITARY_SERVICE, "service", None),
        (PaperKind.ENTRY_EXIT, "trips", [{"left": None, "entered": None}]),
        (PaperKind.VACCINATION, "sex", "X"),
        (PaperKind.HEALTH_ELIGIBILITY, "spells", [{"insured_as": "몰라요", "gained": "2020-01-01"}]),
    ],
)
def test_what_a_record_cannot_be_is_register_down(kind, field, rows):
    with pytest.raises(Unavailable, match="register_down"):
        asking(kind, lambda _: httpx.Response(200, json=overheard(kind).answer | {field: rows}))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (PaperKind.HEALTH_PREMIUM_PAYMENT, PremiumOptions(since=date(2025, 2, 1), until=date(2025, 12, 31))),
        (PaperKind.HEALTH_ELIGIBILITY, EligibilityOptions(since=date(2010, 1, 1), until=date(2010, 2, 1))),
        (PaperKind.ENTRY_EXIT, TravelOptions(since=date(2025, 1, 1), until=date(2025, 8, 10))),
    ],
)
def test_rows_of_days_that_were_not_asked_for_are_register_down(kind, options):
    """What was not chosen must not come near the paper."""
    with pytest.raises(Unavailable, match="register_down"):
        asking(kind, lambda _: httpx.Response(200, json=overheard(kind).answer), options)


@pytest.mark.parametrize("kind", list(SPOKEN))
def test_options_of_another_kind_are_invalid(kind):
    with pytest.raises(InvalidOptions):
        asking(kind, lambda _: httpx.Response(200), MilitaryOptions())


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (PaperKind.HEALTH_PREMIUM_PAYMENT, {"since": "2025-11-01", "until": "2026-10-31"}),
        (PaperKind.HEALTH_ELIGIBILITY, {"since": None, "until": None}),
        (PaperKind.ENTRY_EXIT, {"since": "2021-11-22", "until": "2026-11-22"}),
    ],
)
def test_the_days_that_nobody_chose_are_those_of_the_paper(kind, days):
    seen = []
    with pytest.raises(Unavailable):
        asking(kind, lambda request: seen.append(request) or httpx.Response(503), OPTIONS[kind]())
    assert {name: day for name, day in json.loads(seen[0].content).items() if name in days} == days


def test_no_personal_word_stands_in_the_repr_of_a_record():
    for kind in KINDS:
        record = asking(kind, lambda _, kind=kind: httpx.Response(200, json=overheard(kind).answer))
        assert not [
            word
            for word in ("이준호", "李俊浩", "1815909", "월드컵로", "LEE JUNHO", "76018342")
            if word in repr(record)
        ]


def test_the_register_of_households_takes_any_options():
    answer = overheard(PaperKind.RESIDENT_REGISTER).answer
    record = asking(PaperKind.RESIDENT_REGISTER, lambda _: httpx.Response(200, json=answer), RegisterOptions())
    assert [member.relation for member in record.household.members] == ["본인", "배우자", "자녀"]
