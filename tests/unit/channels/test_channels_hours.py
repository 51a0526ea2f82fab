from datetime import UTC, date, datetime, time

import pytest

from channels.conversation.hours import Hours, is_holiday, read_hours
from documents.service.clock import SEOUL

HOURS = read_hours()


def seoul(text):
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-03-05T08:59:59", False),  # a Thursday
        ("2026-03-05T09:00:00", True),
        ("2026-03-05T17:59:59", True),
        ("2026-03-05T18:00:00", False),
        ("2026-03-07T12:00:00", False),  # a Saturday
        ("2026-02-17T12:00:00", False),  # 설날
        ("2026-03-02T12:00:00", False),  # 삼일절 fell on a Sunday: the substitute holiday
        ("2026-05-25T12:00:00", False),  # 부처님오신날 likewise
        ("2026-10-05T12:00:00", False),  # 개천절 on a Saturday
        ("2026-10-06T12:00:00", True),
    ],
)
def test_people_sit_there_by_the_table_and_the_calendar(moment, open_):
    assert HOURS.is_open(seoul(moment)) is open_


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-03-05T03:00:00", "2026-03-05T09:00:00"),
        ("2026-03-05T12:00:00", "2026-03-06T09:00:00"),
        ("2026-03-06T18:30:00", "2026-03-09T09:00:00"),  # over a weekend
        ("2026-02-13T18:30:00", "2026-02-19T09:00:00"),  # over 설날
        ("2026-12-31T18:30:00", "2027-01-04T09:00:00"),  # over the turn of the year
    ],
)
def test_next_opening_leaps_over_closed_days(moment, opens):
    assert HOURS.next_opening(seoul(moment)) == seoul(opens)


def test_single_days_are_closed_and_taken_back():
    hours = Hours(
        week={"thu": (time(9), time(18)), "tue": (time(9), time(18))},
        closed=frozenset({date(2026, 3, 5)}),
        open=frozenset({date(2026, 2, 17)}),
    )
    assert not hours.is_open(seoul("2026-03-05T12:00:00"))
    assert hours.is_open(seoul("2026-02-17T12:00:00"))
    assert not hours.is_open(seoul("2026-03-06T12:00:00"))


def test_closing_at_midnight_is_the_end_of_the_day():
    always = Hours(week=dict.fromkeys(("thu", "fri"), (time(), time())), holidays=False)
    assert always.is_open(seoul("2026-03-05T23:59:59"))
    assert always.is_open(seoul("2026-03-06T00:00:00"))
    assert not always.is_open(seoul("2026-03-07T00:00:00"))


def test_table_without_a_day_never_opens():
    assert Hours(week={}).next_opening(seoul("2026-03-05T12:00:00")) is None


def test_substitute_holidays_are_holidays():
    assert [day for day in (date(2026, 8, 15), date(2026, 8, 17), date(2026, 8, 18)) if is_holiday(day)] == [
        date(2026, 8, 15),
        date(2026, 8, 17),
    ]
