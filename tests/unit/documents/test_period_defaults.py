"""Periods that nobody chose."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.domain.options import PremiumOptions, TravelOptions
from documents.period import months_before, premium_period, travel_period

days = st.dates(date(1930, 1, 1), date(2090, 12, 31))


def test_premiums_are_told_for_the_twelve_whole_months_before():
    assert premium_period(PremiumOptions(), date(2026, 3, 2)) == (date(2025, 3, 1), date(2026, 2, 28))
    assert premium_period(PremiumOptions(), date(2026, 1, 31)) == (date(2025, 1, 1), date(2025, 12, 31))


def test_travel_is_told_for_the_five_years_up_to_today():
    assert travel_period(TravelOptions(), date(2026, 3, 2)) == (date(2021, 3, 2), date(2026, 3, 2))
    assert travel_period(TravelOptions(), date(2024, 2, 29)) == (date(2019, 2, 28), date(2024, 2, 29))


@given(days)
def test_the_default_premium_period_is_twelve_months_that_are_over(today):
    since, until = premium_period(PremiumOptions(), today)
    assert since.day == 1
    assert (until.year * 12 + until.month) - (since.year * 12 + since.month) == 11
    assert until < today.replace(day=1)
    assert (today.replace(day=1) - until).days == 1


@given(st.tuples(days, days).map(sorted), days)
def test_a_chosen_period_stands_as_it_is(chosen, today):
    since, until = chosen
    assert premium_period(PremiumOptions(since=since, until=until), today) == (since, until)
    assert travel_period(TravelOptions(since=since, until=until), today) == (since, until)


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, earlier):
    assert months_before(day, months) == earlier
