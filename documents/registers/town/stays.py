"""Where somebody lived one after another, as a register writes it down: rows, newest first.

Until 2011-10-31 addresses were written by lot; on that day every row in force was written anew by road name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from documents.registers.town.dwellings import Dwelling

ROAD_NAMES = date(2011, 10, 31)
FIRST_REGISTRATION = date(1968, 11, 20)
BIRTH, FIRST = "출생등록", "최초등록"
_NEAR, _FAR, _RENAMED = "전거", "전입", "도로명주소"


@dataclass(frozen=True, slots=True)
class Stay:
    dwelling: Dwelling
    since: date


@dataclass(frozen=True, slots=True)
class Row:
    """``moved_in`` 전입일, ``changed`` 변동일."""

    address: str = field(repr=False)
    moved_in: date
    changed: date
    reason: str


def rows_of(stays: Sequence[Stay], born: date, until: date | None = None) -> tuple[Row, ...]:
    """Write ``stays``, oldest first, as rows, newest first. ``until``: when the last one ended."""
    rows: list[Row] = []
    ends = [stay.since for stay in stays[1:]] + [until]
    for number, (stay, end) in enumerate(zip(stays, ends, strict=True)):
        reason = _reason(stays[number - 1] if number else None, stay, born)
        rows += _written(stay, reason, end)
    return tuple(reversed(rows))


def rows_of_member(home: Sequence[Row], entry: Row, before: Sequence[Row] = ()) -> tuple[Row, ...]:
    """Give the rows of somebody who came into the household by ``entry``, after their own rows ``before``."""
    since = [replace(row, moved_in=max(row.moved_in, entry.moved_in)) for row in home if row.changed > entry.moved_in]
    return (*since, entry, *before)


def address_on(home: Sequence[Row], day: date) -> str:
    return next(row.address for row in home if row.changed <= day)


def _written(stay: Stay, reason: str, end: date | None) -> list[Row]:
    since, dwelling = stay.since, stay.dwelling
    if since >= ROAD_NAMES:
        return [Row(dwelling.by_road(), since, since, reason)]
    rows = [Row(dwelling.by_lot(since), since, since, reason)]
    if end is None or end > ROAD_NAMES:
        rows.append(Row(dwelling.by_road(), since, ROAD_NAMES, _RENAMED))
    return rows


def _reason(before: Stay | None, stay: Stay, born: date) -> str:
    if before is None:
        return BIRTH if stay.since == born else FIRST
    return _NEAR if before.dwelling.municipality == stay.dwelling.municipality else _FAR
