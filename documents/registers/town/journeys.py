"""Passports and journeys of the members of an invented family."""

from collections.abc import Iterator
from datetime import date, timedelta

from documents.domain.records import Examination, Service, Trip
from documents.registers.town.days import age_on
from documents.registers.town.dossier import KOREA, Passport
from documents.registers.town.families import CHILD, SELF, SPOUSE, Family, Sketch
from documents.registers.town.people import Person
from documents.registers.town.trips import Travels, merged

_TRAVELS_ALONG = frozenset({SELF, SPOUSE, CHILD})
_INFANT = timedelta(days=200)
_FRAIL = 80
"""Years: hardly anybody flies at that age."""


class Journeys:
    def __init__(self, travels: Travels, today: date) -> None:
        self._travels, self._today = travels, today

    def passport(self, sketch: Sketch, person: Person) -> Passport:
        if not self._travels.has_passport(person):
            return Passport()
        if person.foreigner and sketch.origin:
            abroad = sketch.origin.abroad
            return Passport(abroad.country, self._travels.passport(person, abroad.passport), person.roman)
        return Passport(KOREA, self._travels.passport(person), person.roman)

    def trips(
        self, family: Family, sketch: Sketch, person: Person, military: Service | Examination | None
    ) -> tuple[Trip, ...]:
        """Draw the trips of somebody with a passport, oldest first; who came from abroad entered first of all."""
        service = military if isinstance(military, Service) else None
        since = sketch.origin.entered if sketch.origin else sketch.born + _INFANT
        drawn = [each for each in self._drawn(family, sketch, person) if _able(each, sketch.born)]
        trips = merged(drawn, since, self._today, service)
        return (Trip(None, sketch.origin.entered), *trips) if sketch.origin else trips

    def _drawn(self, family: Family, sketch: Sketch, person: Person) -> Iterator[Trip]:
        if sketch.relation in _TRAVELS_ALONG:
            began = max(family.married or family.members[0].joined, sketch.joined)
            yield from self._travels.of_family(family.id, began)
        yield from self._travels.of_adult(person, home_abroad=sketch.origin is not None)


def _able(trip: Trip, born: date) -> bool:
    return trip.left is not None and age_on(trip.left, born) < _FRAIL
