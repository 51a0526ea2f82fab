"""When people sit at the counter: weekdays and hours by table, Korean holidays by the calendar, Seoul time."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import holidays
import yaml
from pydantic import BaseModel, ConfigDict

from documents.service.clock import SEOUL

FILE = Path(__file__).parents[1] / "hours.yml"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FURTHEST = 60

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Hours(BaseModel):
    """``week`` maps a weekday to opening and closing time; closing at "00:00" is the end of that day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week: Mapping[Day, tuple[time, time]]
    holidays: bool = True
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    def is_open(self, moment: datetime) -> bool:
        seoul = moment.astimezone(SEOUL)
        span = self._span(seoul.date())
        return span is not None and span[0] <= seoul < span[1]

    def next_opening(self, moment: datetime) -> datetime | None:
        """Give when people sit down next, in Seoul time; None when the table has no open day within 60 days."""
        seoul = moment.astimezone(SEOUL)
        for days in range(_FURTHEST):
            span = self._span(seoul.date() + timedelta(days=days))
            if span is not None and span[0] > seoul:
                return span[0]
        return None

    def _span(self, day: date) -> tuple[datetime, datetime] | None:
        hours = self.week.get(_DAYS[day.weekday()])  # type: ignore[call-overload]
        if hours is None or not self._works(day):
            return None
        opens, closes = hours
        last = day + timedelta(days=1) if closes == time() else day
        return datetime.combine(day, opens, SEOUL), datetime.combine(last, closes, SEOUL)

    def _works(self, day: date) -> bool:
        if day in self.open:
            return True
        return day not in self.closed and not (self.holidays and is_holiday(day))


def is_holiday(day: date) -> bool:
    """Say whether ``day`` is a public holiday of Korea, substitute holidays included."""
    return day in _calendar(day.year)


@cache
def _calendar(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("KR", years=year)


def read_hours(file: Path = FILE) -> Hours:
    return Hours.model_validate(yaml.safe_load(file.read_text("utf-8")))
