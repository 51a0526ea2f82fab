import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.domain.errors import Halt, Refusal
from documents.domain.kind import PaperKind
from documents.domain.options import RegisterOptions, TravelOptions
from documents.domain.records import Trip
from documents.forms.catalogue import FORMS
from documents.forms.travel_choice import choose
from documents.forms.travel_data import as_data
from documents.verifying import PageSubjectReader
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_pages import codes_of, data_of, fonts_of, text_of
from tests.unit.documents.paper_samples import JUNHO
from tests.unit.documents.paper_samples_entry_exit import EVERYTHING, RECORD, many_trips, travel_draft
from tests.unit.documents.paper_schemas import require_schema

FIRST, LAST = RECORD.since, RECORD.until
NONE = "해당 기간에 출입국 기록이 없음"
LAG = "그 뒤의 출입국 기록은 빠질 수 있음"
days = st.dates(FIRST - timedelta(days=400), LAST + timedelta(days=400))
trips = st.lists(st.builds(Trip, st.none() | days, st.none() | days), max_size=6).map(tuple)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.booleans(), st.booleans(), trips)
def test_the_certificate_tells_the_crossings_of_the_period_and_what_was_chosen(english, opened, record_trips):
    options = TravelOptions(english_name=english, back_digits=opened)
    pdf = renderer().render(travel_draft(options, trips=record_trips))
    text, data = text_of(pdf), data_of(pdf)
    require_schema(data)
    told = _told(record_trips)
    assert [(trip["left"], trip["entered"]) for trip in data["trips"]] == told
    rows = [part for place, pair in enumerate(told, 1) for part in (str(place), *(day or "-" for day in pair))]
    assert _table(text) == (rows or ["=", *NONE.split(), "="])
    attached = json.dumps(data, ensure_ascii=False)
    secrets = {"KIM SEOYEON": english, RECORD.rrn.open()[8:]: opened, RECORD.rrn.masked(): not opened}
    for secret, expected in secrets.items():
        assert (secret in text, secret in attached) == (expected, expected), secret


def _told(record_trips: tuple[Trip, ...]) -> list[tuple[str | None, str | None]]:
    """Each crossing by itself: one on a day outside the period is as if it were not known."""
    pairs = [
        tuple(str(day) if day and FIRST <= day <= LAST else None for day in (trip.left, trip.entered))
        for trip in record_trips
    ]
    return [pair for pair in pairs if pair != (None, None)]


def _table(text: str) -> list[str]:
    body = text.partition("Date of Entry")[2]
    for end in ("※", "No record"):
        body = body.partition(end)[0]
    return body.split()


def test_nobody_travelled_is_a_certificate():
    pdf = renderer().render(travel_draft(trips=()))
    assert NONE in text_of(pdf)
    assert data_of(pdf)["trips"] == []
    FORMS[PaperKind.ENTRY_EXIT].require(travel_draft(trips=()))
    assert PageSubjectReader().read(pdf).name == "김서연"


@pytest.mark.parametrize(
    ("complete_until", "told"),
    [(LAST - timedelta(days=4), True), (LAST, False), (LAST + timedelta(days=30), False)],
)
def test_days_that_may_be_missing_are_told_when_they_lie_in_the_period(complete_until, told):
    pdf = renderer().render(travel_draft(complete_until=complete_until))
    text, data = text_of(pdf), data_of(pdf)
    require_schema(data)
    assert (LAG in text, str(complete_until) in text.replace(str(LAST), "")) == (told, told)
    assert data["period"].get("complete_until") == (str(complete_until) if told else None)


def test_an_open_trip_and_a_first_entry_have_a_dash():
    text = text_of(renderer().render(travel_draft(trips=(Trip(None, FIRST), Trip(LAST, None)))))
    assert _table(text) == ["1", "-", str(FIRST), "2", str(LAST), "-"]


def test_the_page_carries_what_the_statutory_form_asks_for_in_both_languages():
    text = text_of(renderer().render(travel_draft(EVERYTHING)))
    for words in (
        "출입국에 관한 사실증명",
        "CERTIFICATE OF ENTRY & EXIT",
        "[별지 제138호서식]",
        "접수일시 Received: 2026-03-02 10:23",
        "신청인 Applicant: 김서연 (1988-03-14)",
        "용도 및 목적 Purpose: 은행 제출",
        "김서연 (KIM SEOYEON)",
        "서울특별시 마포구 월드컵로 212 (성산동)",
        "여 (F)",
        "대한민국",
        "M00012345",
        "기록대조 시작일",
        "2021-03-02",
        "기록대조 마지막일",
        "This is to certify",
        "출입국·외국인관서의 장",
        "Head of the Immigration Office",
        "SAMPLE · NO LEGAL EFFECT",
        "견본 · 법적 효력 없음",
    ):
        assert words in text, words


def test_a_person_without_a_passport_has_a_dash_and_no_field():
    pdf = renderer().render(travel_draft(passport_number=None))
    assert "passport_number" not in data_of(pdf)["person"]
    require_schema(data_of(pdf))


def test_sixty_trips_flow_over_pages_under_a_repeated_head():
    pdf = renderer().render(travel_draft(trips=many_trips(60)))
    text = text_of(pdf)
    pages = text.split("문서확인번호: ")[1:]
    assert len(pages) == text.count("Date of Departure") > 1
    assert len(data_of(pdf)["trips"]) == 60
    assert all(str(trip.left) in text and str(trip.entered) in text for trip in many_trips(60))


def test_an_english_name_that_nobody_recorded_refuses_the_paper():
    require = FORMS[PaperKind.ENTRY_EXIT].require
    require(travel_draft(EVERYTHING))
    require(travel_draft(roman=None))
    with pytest.raises(Refusal) as refusal:
        require(travel_draft(EVERYTHING, roman=None))
    assert refusal.value.code == "no_roman_name"


@pytest.mark.parametrize("roman", ["KIM SEOYEON", "A" * 19 + " " + "B" * 19])
def test_the_subject_codes_and_fonts_of_a_travel_certificate(roman):
    pdf = renderer().render(travel_draft(EVERYTHING, roman=roman))
    subject = PageSubjectReader().read(pdf)
    assert (subject.name, subject.born) == ("김서연", date(1988, 3, 14))
    codes = codes_of(pdf)
    assert codes["QRCode"] == travel_draft().verify_url
    assert ".ENTRY_EXIT." in codes["DataMatrix"]
    assert all(font["embedded"] for font in fonts_of(pdf))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applicant": JUNHO}, "subject_mismatch"),
        ({"record": replace(RECORD, born=date(1988, 3, 15))}, "subject_mismatch"),
        ({"options": RegisterOptions()}, "wrong_material"),
    ],
)
def test_a_travel_certificate_of_somebody_else_is_not_made(changes, code):
    with pytest.raises(Halt) as halt:
        choose(replace(travel_draft(), **changes))
    assert halt.value.code == code


def test_the_time_of_receipt_is_seouls():
    assert as_data(travel_draft())["received_at"] == "2026-03-02T10:23:45+09:00"
