"""Days in the lives of invented people."""

from datetime import date, timedelta
from random import Random

from documents.period import months_before

_SUNDAY = 6


def later(day: date, months: int) -> date:
    """Give the same day so many months later."""
    return months_before(day, -months)


def age_on(day: date, born: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def between(rng: Random, first: date, last: date) -> date:
    """Draw a day, both ends included; ``first`` when they are not in order."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def birthday(rng: Random, ages: tuple[int, int], today: date) -> date:
    """Draw the birth date of somebody whose age in whole years lies within ``ages`` today."""
    youngest, oldest = ages
    return between(rng, later(today, -12 * (oldest + 1)) + timedelta(days=1), later(today, -12 * youngest))


def working_day(day: date) -> date:
    """Move a Sunday to the Monday after it."""
    return day + timedelta(days=day.weekday() == _SUNDAY)
