"""When residents crossed the border. A family travels together; nobody travels while in the army."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from documents.domain.records import Service, Trip
from documents.registers.town.days import age_on, between
from documents.registers.town.people import Person
from documents.registers.town.streams import stream

_FIRST_YEAR = 2004
_CLOSED = (date(2020, 3, 1), date(2022, 5, 31))
"""Hardly anybody travelled."""
_ADULT = 20
_NEVER = date(9999, 12, 31)


class Travels:
    def __init__(self, today: date) -> None:
        self._today = today

    def has_passport(self, person: Person) -> bool:
        age = age_on(self._today, person.born)
        chance = 0.3 if age < 5 else 0.75 if age < 70 else 0.35  # noqa: PLR2004 - shares that look right
        return person.foreigner or stream("passport", person.id).random() < chance

    def passport(self, person: Person, letters: str = "M") -> str:
        digits = stream("passport number", person.id).randrange(10**8)
        return f"{letters}{digits:08d}"

    def of_family(self, family: str, began: date) -> list[Trip]:
        return list(self._yearly(stream("trips", family), began, 0.3, (3, 9)))

    def of_adult(self, person: Person, *, home_abroad: bool = False) -> list[Trip]:
        """Draw the trips of one alone: work and friends, or home to the parents abroad."""
        chance, days = (0.5, (9, 26)) if home_abroad else (0.22, (2, 8))
        rng = stream("trips", person.id)
        trips = list(self._yearly(rng, date(person.born.year + _ADULT, 1, 1), chance, days))
        if rng.random() < 0.02:  # noqa: PLR2004 - somebody is always away
            trips.append(Trip(between(rng, self._today - timedelta(days=40), self._today), None))
        return trips

    def _yearly(self, rng: Random, since: date, chance: float, days: tuple[int, int]) -> Iterable[Trip]:
        for year in range(max(since.year, _FIRST_YEAR), self._today.year + 1):
            left = between(rng, date(year, 1, 2), date(year, 12, 1))
            back = left + timedelta(days=rng.randint(*days))
            if rng.random() < chance and since <= left and back <= self._today and not _meets((left, back), _CLOSED):
                yield Trip(left, back)


def merged(trips: Iterable[Trip], since: date, until: date, service: Service | None) -> tuple[Trip, ...]:
    """Put trips in order from ``since``; one that meets an earlier one, or the service, did not happen."""
    away = (service.enlisted, service.discharged or until) if service else None
    kept: list[Trip] = []
    for trip in sorted(trips, key=lambda each: each.left or date.min):
        if trip.left is None or trip.left < since or (away and _meets(_span(trip), away)):
            continue
        if not kept or trip.left > _span(kept[-1])[1]:
            kept.append(trip)
    return tuple(kept)


def _span(trip: Trip) -> tuple[date, date]:
    return trip.left or date.min, trip.entered or _NEVER


def _meets(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def within(trips: Sequence[Trip], since: date, until: date) -> tuple[Trip, ...]:
    """Give the crossings of these days: the half of a trip that lies outside is not told."""
    cut = [Trip(_inside(trip.left, since, until), _inside(trip.entered, since, until)) for trip in trips]
    return tuple(trip for trip in cut if trip.left or trip.entered)


def _inside(day: date | None, since: date, until: date) -> date | None:
    return day if day and since <= day <= until else None
