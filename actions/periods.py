"""Spans of days that people pick or say, as two dates, both included. ``today`` is the day in Seoul."""

from collections.abc import Callable, Mapping
from datetime import date

from documents.domain.errors import InvalidOptions
from documents.period import months_before

INVALID = "invalid_period"
Span = tuple[date, date]

_NAMED: Mapping[str, Callable[[date], Span | None]] = {
    "default": lambda _today: None,
    "year": lambda today: (months_before(today, 12), today),
    "this_year": lambda today: (today.replace(month=1, day=1), today),
    "last_year": lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
}
"""Quick choices of the options card. ``pick`` stands for two dates of one's own."""
PICK = "pick"


def picked(name: str, since: str | None, until: str | None, today: date) -> Span | None:
    """Give the span that a card says; None for the paper's own. Raise InvalidOptions("invalid_period")."""
    if name in _NAMED:
        return _NAMED[name](today)
    if name != PICK:
        raise InvalidOptions(INVALID)
    return past(since, until, today)


def past(since: object, until: object, today: date) -> Span:
    """Read two ISO dates; what is yet to come is cut off. Raise InvalidOptions("invalid_period")."""
    try:
        first, last = date.fromisoformat(str(since)), min(date.fromisoformat(str(until)), today)
    except ValueError:
        raise InvalidOptions(INVALID) from None
    if first > last:
        raise InvalidOptions(INVALID)
    return first, last


def name_of(span: Span | None, names: list[str], today: date) -> str:
    """Give which of the quick choices ``names`` means ``span``; ``pick`` when none does."""
    return next((name for name in names if name in _NAMED and _NAMED[name](today) == span), PICK)
