"""Where invented people lived: with their parents, on their own, with their family. Stays are oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from documents.registers.town.days import age_on, between, later
from documents.registers.town.dwellings import District, Dwelling, Dwellings
from documents.registers.town.families import Family, Sketch
from documents.registers.town.stays import BIRTH, FIRST_REGISTRATION, Row, Stay, address_on, rows_of, rows_of_member
from documents.registers.town.streams import stream

_RESTED = timedelta(days=180)
_YOUNG = 65
NATURALISED, FOREIGN_SPOUSE, _CAME = "국적취득", "외국인배우자 기록", "전입"


@dataclass(frozen=True, slots=True)
class FamilyMoves:
    """The head's rows, and the stays of the time since the parents' home was left."""

    own: tuple[Stay, ...]
    rows: tuple[Row, ...]


class Moves:
    def __init__(self, dwellings: Dwellings, today: date) -> None:
        self._dwellings, self._today = dwellings, today

    def of_family(self, family: Family, district: District) -> FamilyMoves:
        head, rng = family.members[0], stream("moves", family.id)
        own = self._own(rng, _pieces(head.joined, family.married, self._today), self._pace(head.born))
        own[-1] = Stay(self._dwellings.within(rng, district), own[-1].since)
        stays = [*self._with_parents(rng, head.born, head.joined), *own]
        return FamilyMoves(tuple(own), rows_of(stays, head.born))

    def of_member(self, sketch: Sketch, home: Sequence[Row]) -> tuple[tuple[Row, ...], date]:
        """Give the rows of somebody who came into the household, and when that one had left the parents' home."""
        if sketch.joined == sketch.born:
            return rows_of_member(home, _birth(sketch, home)), sketch.joined
        reason = _CAME
        if sketch.origin:
            reason = NATURALISED if sketch.origin.naturalised else FOREIGN_SPOUSE
        entry = Row(address_on(home, sketch.joined), sketch.joined, sketch.joined, reason)
        before, left = ((), sketch.joined) if sketch.origin else self._before(sketch)
        return rows_of_member(home, entry, before), left

    def _before(self, sketch: Sketch) -> tuple[tuple[Row, ...], date]:
        rng, joined = stream("moves", sketch.id), sketch.joined
        alone = rng.random() < 0.5 or age_on(joined, sketch.born) > 40  # noqa: PLR2004 - half of the young
        left = max(between(rng, later(sketch.born, 240), joined), FIRST_REGISTRATION) if alone else joined
        left = min(left, joined)
        own = self._own(rng, [(left, joined)], self._pace(sketch.born)) if left < joined else []
        return rows_of([*self._with_parents(rng, sketch.born, left), *own], sketch.born, joined), left

    def _with_parents(self, rng: Random, born: date, left: date) -> list[Stay]:
        since = max(born, FIRST_REGISTRATION)
        if left - since < 2 * _RESTED:
            return []
        place = self._dwellings.elsewhere if rng.random() < 0.5 else self._dwellings.somewhere  # noqa: PLR2004
        stays = [Stay(place(rng), since)]
        if left - since > 16 * _RESTED and rng.random() < 0.5:  # noqa: PLR2004 - half of them moved as children
            stays.append(Stay(place(rng), between(rng, since + 8 * _RESTED, left - 4 * _RESTED)))
        return stays

    def _own(self, rng: Random, pieces: list[tuple[date, date]], pace: tuple[int, int]) -> list[Stay]:
        days = [day for first, last in pieces for day in _starts(rng, first, last, pace)]
        stays: list[Stay] = []
        for day in days:
            near = bool(stays) and rng.random() < 0.4  # noqa: PLR2004 - many stay in their district
            stays.append(Stay(self._near(rng, stays[-1].dwelling) if near else self._dwellings.somewhere(rng), day))
        return stays

    def _near(self, rng: Random, dwelling: Dwelling) -> Dwelling:
        district = next(each for each in self._dwellings.districts if dwelling.municipality.endswith(f" {each.name}"))
        return self._dwellings.within(rng, district)

    def _pace(self, born: date) -> tuple[int, int]:
        """Give the fewest and most months of a stay."""
        return (18, 84) if age_on(self._today, born) < _YOUNG else (40, 150)


def _pieces(began: date, married: date | None, today: date) -> list[tuple[date, date]]:
    """Cut the time since the parents' home was left at the wedding: people move then."""
    if married is None or married - began < _RESTED:
        return [(began, today)]
    return [(began, married), (married, today)]


def _starts(rng: Random, first: date, last: date, pace: tuple[int, int]) -> list[date]:
    days, day = [first], later(first, rng.randint(*pace))
    while last - day > _RESTED:
        days.append(day)
        day = later(day, rng.randint(*pace)) + timedelta(days=rng.randint(0, 27))
    return days


def _birth(sketch: Sketch, home: Sequence[Row]) -> Row:
    reported = sketch.born + timedelta(days=stream("birth", sketch.id).randint(2, 13))
    moved = any(sketch.born < row.changed <= reported for row in home)
    return Row(address_on(home, sketch.born), sketch.born, sketch.born if moved else reported, BIRTH)
