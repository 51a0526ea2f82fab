"""Legal clocks of complaints: working hours and days of Korean offices.

How the law counts (민원 처리에 관한 법률 제19조, 시행령 제19조; the periods themselves are in `kinds.yml`):

1. A period of five days or less counts in hours from the receipt, eight working hours a day; Saturdays and public
   holidays do not count. "At once" (즉시) means within three working hours.
2. A period of six days or more counts in days, the first day included; Saturdays and public holidays do not count. It
   ends with its last day: at the end of the office hours here, which is the stricter reading.
3. Public holidays are those of offices (관공서의 공휴일에 관한 규정) with their substitutes, from the library
   `holidays`; `closed` adds what the government declares later (임시공휴일).

Chosen here, where the law leaves room: office hours are 09-12 and 13-18 (without the hour at noon a day has its eight
hours); the clock starts with the electronic receipt and not with the acceptance some hours later; what comes outside
office hours counts from the next office hour, so its first day is that day. Failure time does not count: what was left
of the period when the system failed runs on from the end of the failure.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

import holidays

from documents.service.clock import SEOUL

_SPANS = ((time(9), time(12)), (time(13), time(18)))
_SATURDAY = 5
_DAY = timedelta(days=1)


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Period:
    """``count`` working hours, or days of which the first one is the day of the receipt."""

    count: int
    unit: Unit

    def twice(self) -> "Period":
        """Give the period after its one extension, which may be as long as the period itself (시행령 제21조)."""
        return Period(2 * self.count, self.unit)


@dataclass(frozen=True, slots=True)
class Outage:
    begin: datetime
    end: datetime


ACCEPTANCE = Period(8, Unit.HOURS)


class OfficeHours:
    """Moments go in and come out as aware UTC; ``closed`` are days without work besides the public holidays."""

    def __init__(self, closed: Iterable[date] = ()) -> None:
        self._holidays, self._one_at_a_time = holidays.country_holidays("KR"), threading.Lock()
        self._closed = frozenset(closed)

    def works(self, day: date) -> bool:
        if day.weekday() >= _SATURDAY or day in self._closed:
            return False
        with self._one_at_a_time:  # the library fills in a year while it is asked: another one would see half of it
            return day not in self._holidays

    def due(self, start: datetime, period: Period, outages: Iterable[Outage] = ()) -> datetime:
        """Say when ``period`` that began at ``start`` ends, with the working time of ``outages`` left out."""
        end = self.after(start, period.count) if period.unit is Unit.HOURS else self._last_day(start, period.count)
        for outage in sorted(outages, key=lambda each: each.begin):
            if outage.begin < end and outage.end > start:
                left = self.between(max(outage.begin, start), end)
                end = self._add(max(outage.end, start), left)
        return end

    def after(self, start: datetime, hours: float) -> datetime:
        """Give the moment when ``hours`` working hours have passed since ``start``."""
        return self._add(start, timedelta(hours=hours))

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Give the working time from ``begin`` to ``end``."""
        total = timedelta()
        for opens, closes in self._spans_from(begin):
            if opens >= end:
                break
            total += min(closes, end) - max(opens, begin)
        return total

    def _add(self, start: datetime, work: timedelta) -> datetime:
        for opens, closes in self._spans_from(start):
            begin = max(opens, start)
            if begin + work <= closes:
                return (begin + work).astimezone(UTC)
            work -= closes - begin
        raise AssertionError  # spans never end

    def _last_day(self, start: datetime, days: int) -> datetime:
        opens, _ = next(self._spans_from(start))
        day = opens.astimezone(SEOUL).date()
        for _ in range(days - 1):
            day = self._next_working(day + _DAY)
        return datetime.combine(day, _SPANS[-1][1], SEOUL).astimezone(UTC)

    def _next_working(self, day: date) -> date:
        while not self.works(day):
            day += _DAY
        return day

    def _spans_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the spans of work that end after ``start``, without end."""
        day = start.astimezone(SEOUL).date()
        while True:
            day = self._next_working(day)
            for opens, closes in _SPANS:
                span = datetime.combine(day, opens, SEOUL), datetime.combine(day, closes, SEOUL)
                if span[1] > start:
                    yield span
            day += _DAY
