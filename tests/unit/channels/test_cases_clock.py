"""Legal clocks over real Korean calendars: Seollal, Chuseok, substitutes, labour day, elections, failures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.cases.clock import ACCEPTANCE, OfficeHours, Outage, Period, Unit
from documents.service.clock import SEOUL

OFFICE = OfficeHours()
MINOR, WEEK, FORTNIGHT = Period(3, Unit.HOURS), Period(7, Unit.DAYS), Period(14, Unit.DAYS)


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-23 09:00", "2026-11-23 12:00"),
        ("2026-11-23 10:30", "2026-11-23 14:30"),  # the hour at noon is not worked
        ("2026-11-23 12:20", "2026-11-23 16:00"),
        ("2026-11-23 16:30", "2026-11-24 10:30"),
        ("2026-11-23 18:00", "2026-11-24 12:00"),
        ("2026-11-20 17:00", "2026-11-23 11:00"),  # Friday to Monday
        ("2026-11-21 03:00", "2026-11-23 12:00"),
        ("2026-02-13 17:00", "2026-02-19 11:00"),  # Seollal Monday to Wednesday
        ("2027-02-05 17:30", "2027-02-10 11:30"),  # Seollal on Saturday to Monday, substitute on Tuesday
        ("2026-09-23 17:00", "2026-09-28 11:00"),  # Chuseok Thursday to Saturday: no substitute for the Saturday
        ("2025-10-02 17:00", "2025-10-10 11:00"),  # the long Chuseok of 2025 with its substitute and Hangul day
        ("2026-02-27 17:00", "2026-03-03 11:00"),  # 1 March on a Sunday, substitute on Monday
        ("2026-04-30 17:00", "2026-05-04 11:00"),  # labour day, a public holiday since 2026
        ("2024-04-30 17:00", "2024-05-01 11:00"),  # before that offices worked on it
        ("2024-05-03 17:00", "2024-05-07 11:00"),  # Children's day on a Sunday
        ("2026-06-02 17:00", "2026-06-04 11:00"),  # local elections
        ("2026-06-05 17:00", "2026-06-08 11:00"),  # Memorial day on a Saturday has no substitute
        ("2026-07-16 17:00", "2026-07-20 11:00"),  # Constitution day, a public holiday again since 2026
        ("2026-08-14 17:00", "2026-08-18 11:00"),  # Liberation day on a Saturday, substitute on Monday
        ("2026-12-31 17:00", "2027-01-04 11:00"),
    ],
)
def test_three_working_hours(start, end):
    assert OFFICE.due(seoul(start), MINOR) == seoul(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-23 09:00", "2026-11-23 18:00"),
        ("2026-11-23 10:00", "2026-11-24 10:00"),
        ("2026-11-20 19:00", "2026-11-23 18:00"),
        ("2026-09-23 14:00", "2026-09-28 14:00"),
        ("2026-10-02 16:00", "2026-10-06 16:00"),  # National foundation day on a Saturday, substitute on Monday
    ],
)
def test_accepted_within_eight_working_hours(start, end):
    assert OFFICE.due(seoul(start), ACCEPTANCE) == seoul(end)


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-11-23 10:00", WEEK, "2026-12-01 18:00"),  # the first day counts
        ("2026-11-23 18:30", WEEK, "2026-12-02 18:00"),  # after office hours the next day is the first
        ("2026-11-21 10:00", WEEK, "2026-12-01 18:00"),
        ("2026-02-10 10:00", WEEK, "2026-02-23 18:00"),  # over Seollal
        ("2026-09-21 10:00", WEEK, "2026-10-01 18:00"),  # over Chuseok
        ("2025-10-01 10:00", WEEK, "2025-10-16 18:00"),
        ("2025-01-23 10:00", WEEK, "2025-02-06 18:00"),  # Seollal with the temporary holiday of 27 January
        ("2026-09-18 10:00", FORTNIGHT, "2026-10-13 18:00"),  # Chuseok, foundation day's substitute and Hangul day
        ("2026-04-27 10:00", FORTNIGHT, "2026-05-18 18:00"),
        ("2026-12-21 10:00", FORTNIGHT, "2027-01-11 18:00"),
    ],
)
def test_days_count_from_the_first_one(start, period, end):
    assert OFFICE.due(seoul(start), period) == seoul(end)


@pytest.mark.parametrize(
    ("period", "outages", "end"),
    [
        (MINOR, [("2026-11-23 10:00", "2026-11-23 11:00")], "2026-11-23 14:00"),
        (MINOR, [("2026-11-23 10:00", "2026-11-24 10:00")], "2026-11-24 12:00"),
        (MINOR, [("2026-11-22 00:00", "2026-11-23 09:30")], "2026-11-23 13:30"),
        (MINOR, [("2026-11-23 12:00", "2026-11-23 15:00")], "2026-11-23 12:00"),
        (
            MINOR,
            [("2026-11-23 11:00", "2026-11-23 12:00"), ("2026-11-23 13:30", "2026-11-23 14:30")],
            "2026-11-23 15:00",
        ),
        (WEEK, [("2026-11-24 09:00", "2026-11-25 09:00")], "2026-12-02 18:00"),
        (WEEK, [("2026-11-28 00:00", "2026-11-29 23:00")], "2026-12-01 18:00"),
    ],
)
def test_failure_time_does_not_count(period, outages, end):
    failed = [Outage(seoul(begin), seoul(finish)) for begin, finish in outages]
    assert OFFICE.due(seoul("2026-11-23 09:00"), period, failed) == seoul(end)


def test_a_day_declared_later_does_not_count():
    declared = OfficeHours([date(2026, 11, 24)])
    assert declared.due(seoul("2026-11-23 16:30"), MINOR) == seoul("2026-11-25 10:30")


def test_the_extension_doubles_the_period():
    assert OFFICE.due(seoul("2026-11-23 10:00"), WEEK.twice()) == seoul("2026-12-10 18:00")


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 1)).map(lambda each: each.replace(tzinfo=UTC))  # noqa: DTZ001


@settings(max_examples=60, deadline=None)
@given(start=moments, hours=st.integers(1, 80))
def test_hours_added_are_the_hours_between(start, hours):
    end = OFFICE.after(start, hours)
    assert OFFICE.between(start, end) == timedelta(hours=hours)
    assert OFFICE.works(end.astimezone(SEOUL).date())


@settings(max_examples=40, deadline=None)
@given(start=moments, length=st.integers(0, 100))
def test_a_failure_never_shortens_a_period(start, length):
    failed = [Outage(start + timedelta(hours=1), start + timedelta(hours=1 + length))]
    for period in (MINOR, WEEK):
        assert OFFICE.due(start, period, failed) >= OFFICE.due(start, period)
