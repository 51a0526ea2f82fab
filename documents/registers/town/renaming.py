"""인적사항 변경 of invented residents: some took another name, some another nationality."""

from datetime import date, timedelta

from documents.domain.records import PersonalChange
from documents.registers.town.days import age_on, between, later
from documents.registers.town.dossier import KOREA, name_of
from documents.registers.town.families import Sketch
from documents.registers.town.names import Names, joined
from documents.registers.town.people import Person
from documents.registers.town.streams import stream

_RENAMED = 0.05
_OF_AGE = 20
_EASIER_SINCE = date(2006, 1, 2)
_AN_ERA = 20
"""Years: names out of fashion are those that are changed."""


class Renaming:
    def __init__(self, names: Names, today: date) -> None:
        self._names, self._today = names, today

    def of(self, sketch: Sketch, person: Person) -> tuple[PersonalChange, ...]:
        if sketch.origin:
            came = sketch.origin.naturalised
            country = sketch.origin.abroad.country
            return (PersonalChange("국적", country, KOREA, sketch.joined, sketch.joined, "귀화"),) if came else ()
        rng = stream("renamed", person.id)
        if rng.random() >= _RENAMED or age_on(self._today, person.born) <= _OF_AGE + 1:
            return ()
        given = self._names.given_name(rng, person.sex, later(person.born, -12 * _AN_ERA))
        before = joined(self._names.surname_of(person.name), given).in_register()
        first = max(later(person.born, 12 * _OF_AGE), _EASIER_SINCE)
        changed = between(rng, first, self._today - timedelta(days=90))
        reported = changed + timedelta(days=rng.randint(1, 20))
        return (PersonalChange("성명", before.printed(), name_of(person).printed(), changed, reported, "개명"),)
