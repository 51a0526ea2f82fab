"""Spans of time as people say them, as two dates, both included. ``today`` is passed in (the day in Asia/Seoul)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from korean_datetime import Cycle, ParseOptions, parse_all

from korean.numbers import NUMERAL, whole_number

_SAID = {
    "year": ("년", "해", "개년", "years", "year"),
    "month": ("개월", "달", "months", "month"),
    "week": ("주일", "주"),
    "day": ("일",),
}
_UNITS = {said: unit for unit, words in _SAID.items() for said in words}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_RECENT = re.compile(
    rf"(?:최근|지난|요|근래|과거|last|recent)\s*(?P<number>{NUMERAL})\s*(?P<unit>{_UNIT})(?:\s*(?:간|동안|치|어치|분))?"
)
_WORTH = re.compile(rf"(?<![\d가-힣])(?P<number>{NUMERAL})\s*(?P<unit>{_UNIT})\s*(?:어치|치)(?![가-힣]*\s*전)")
_SPOKEN_YEAR = re.compile(r"이천(?:십|이십|삼십)?[일이삼사오육칠팔구]?(?=년)")
_MONTHS_APART = re.compile(
    r"(?<!\d)(20\d\d)[./-](\d{1,2})\s*(?:~|–|-|부터|에서)\s*(20\d\d)[./-](\d{1,2})(?:\s*까지)?(?![./\d-])"
)
_HALF_YEAR = re.compile(r"(?:최근|지난)\s*반\s*년\s*(?:간|치)?")
_ONE_WEEK = re.compile(r"(?:최근|지난)\s*일주일\s*(?:간|치)?")
_YEARS = re.compile(
    rf"(?<!\d)(?<!년 )(?:(?<![가-힣])|(?<=최근)|(?<=지난)|(?<=과거))(?P<number>{NUMERAL})\s*(?:개년|년|해|years|year)"
    r"(?!\s*\d{1,2}\s*월)(?!도|생|\s*[일이삼사오육칠팔구십]{1,2}월)(?!\s*전(?!\s*(?:주소|까지|살)))"
)
_TWO_YEARS = re.compile(r"이태(?![가-힣])")
_ADDRESS = re.compile(r"주소|살던|살았|거주|전입|이사|address")
_RECORDS = re.compile(r"보험|건보|납부|납입|출입국|입출국|해외|여행|접종")
_OPEN_END = re.compile(r"\s*(?:부터|이후|이래)(?:\s*(?:지금|현재|오늘|여태|이제)(?:까지)?)?")
_NO_TIME = re.compile(r"연말\s?정산|(?<=에)\s?낼")
"""Words that look like time: 연말정산 is a name, "학교에 낼" hands something in."""
_NOW = ("지금", "오늘", "현재")
_MONTHS = 12
_LONGEST = 100


@dataclass(frozen=True)
class Period:
    first: date
    last: date
    start: int
    """Offset in the text."""
    end: int


@dataclass(frozen=True)
class Years:
    number: int
    start: int
    end: int


def months_back(day: date, months: int) -> date:
    """Give the same day ``months`` earlier, or the last day of that month when it has no such day."""
    index = day.year * _MONTHS + day.month - 1 - months
    year, month = divmod(index, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def period(text: str, today: date) -> Period | None:
    """Read the first span of time in ``text``; None when none is said."""
    text = _NO_TIME.sub(lambda name: "○" * len(name.group()), text)
    text = _SPOKEN_YEAR.sub(_written_year, text)
    return _recent(text, today) or _months_apart(text) or _calendar(text, today) or _worth(text, today)


def address_years(text: str) -> Years | None:
    """Read "최근 5년", "다섯 해 주소" as a number of years; calendar years such as 2023년 are none."""
    match = next((m for m in _YEARS.finditer(text) if 0 < (whole_number(m["number"]) or 0) <= _LONGEST), None)
    if match is None:
        two = _TWO_YEARS.search(text)
        return Years(2, *two.span()) if two else None
    return Years(whole_number(match["number"]) or 0, *match.span())


def about_addresses(text: str) -> bool:
    return bool(_ADDRESS.search(text))


def about_records(text: str) -> bool:
    """Tell whether payments, trips or the like are spoken of: their span of time is never years of addresses."""
    return bool(_RECORDS.search(text))


def _recent(text: str, today: date) -> Period | None:
    if match := _HALF_YEAR.search(text):
        return Period(months_back(today, 6), today, *match.span())
    if match := _ONE_WEEK.search(text):
        return Period(today - timedelta(weeks=1), today, *match.span())
    match = _RECENT.search(text)
    number = whole_number(match["number"]) if match else None
    if match is None or not number or number > _LONGEST * _MONTHS:
        return None
    return Period(_back(today, number, _UNITS[match["unit"]]), today, *match.span())


def _worth(text: str, today: date) -> Period | None:
    """Read "보험료 5년치", said without 최근."""
    match = _WORTH.search(text) if about_records(text) else None
    number = whole_number(match["number"]) if match else None
    if match is None or not number or number > _LONGEST * _MONTHS:
        return None
    return Period(_back(today, number, _UNITS[match["unit"]]), today, *match.span())


def _months_apart(text: str) -> Period | None:
    """Read "2025.03 ~ 2025.08": from the first day of the one month to the last of the other."""
    match = _MONTHS_APART.search(text)
    if match is None:
        return None
    year, month, last_year, last_month = (int(number) for number in match.groups())
    if not (1 <= month <= _MONTHS and 1 <= last_month <= _MONTHS and (year, month) <= (last_year, last_month)):
        return None
    last = date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return Period(date(year, month, 1), last, *match.span())


def _written_year(match: re.Match[str]) -> str:
    """Write 이천이십사 as 2024, no longer and no shorter, so that places in the text stay."""
    digits = str(whole_number(match[0]))
    return digits.rjust(len(match[0])) if len(digits) <= len(match[0]) else match[0]


def _back(today: date, number: int, unit: str) -> date:
    if unit == "day":
        return today - timedelta(days=number)
    if unit == "week":
        return today - timedelta(weeks=number)
    return months_back(today, number * (_MONTHS if unit == "year" else 1))


def _calendar(text: str, today: date) -> Period | None:
    """Absolute and relative calendar words. ``korean-datetime`` gives half-open intervals; ours are closed."""
    spans = [
        one
        for one in parse_all(text, now=datetime.combine(today, time()), options=ParseOptions(cycle=Cycle.PAST))
        if one.end
    ]
    spans = [one for one in spans if one.end - one.start >= timedelta(days=1) and one.text not in _NOW]
    if not spans:
        return None
    first = spans[0]
    place = text.find(first.text)
    end = place + len(first.text)
    last = today if any(word in first.text for word in _NOW) else (first.end - timedelta(days=1)).date()
    if opened := _OPEN_END.match(text, end):
        later = spans[1] if len(spans) > 1 else None
        return Period(
            first.start.date(), (later.end - timedelta(days=1)).date() if later else today, place, opened.end()
        )
    return Period(first.start.date(), min(last, today) if first.start.date() <= today else last, place, end)
