"""The period of a paper for which none was chosen. Days are those of Seoul; both ends are included."""

from calendar import monthrange
from datetime import date, timedelta

from documents.domain.options import WithPeriod

Period = tuple[date, date]
PREMIUM_MONTHS = 12
TRAVEL_YEARS = 5


def premium_period(options: WithPeriod, today: date) -> Period:
    """Give the chosen days, or the twelve whole months before the month of ``today``."""
    if options.since is not None and options.until is not None:
        return options.since, options.until
    this_month = today.replace(day=1)
    return months_before(this_month, PREMIUM_MONTHS), this_month - timedelta(days=1)


def travel_period(options: WithPeriod, today: date) -> Period:
    """Give the chosen days, or the five years up to ``today``."""
    if options.since is not None and options.until is not None:
        return options.since, options.until
    return months_before(today, 12 * TRAVEL_YEARS), today


def months_before(day: date, months: int) -> date:
    """Give the same day ``months`` earlier, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
