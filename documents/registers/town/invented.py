"""Dossiers of the invented residents, household by household."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.domain.records import Dose, InsuredSpell
from documents.registers.town.doses import Patient, Vaccinations
from documents.registers.town.dossier import Dossier
from documents.registers.town.dwellings import District
from documents.registers.town.families import Family, Sketch
from documents.registers.town.inhabitants import Registry
from documents.registers.town.insuring import Insuring
from documents.registers.town.journeys import Journeys
from documents.registers.town.numbers import draw_rrn
from documents.registers.town.people import Person
from documents.registers.town.premiums import Insured
from documents.registers.town.renaming import Renaming
from documents.registers.town.service import Draft
from documents.registers.town.settling import Settling
from documents.registers.town.streams import stream

_NEVER_ENTERED = 0.04
"""Share of those of whom no clinic ever entered a dose."""


@dataclass(frozen=True, slots=True)
class Invention:
    """What draws the parts of a dossier."""

    registry: Registry
    settling: Settling
    draft: Draft
    insuring: Insuring
    journeys: Journeys
    vaccinations: Vaccinations
    renaming: Renaming

    def dossiers(self, family: Family, district: District) -> Iterator[Dossier]:
        """Draw a household's dossiers, the head's first."""
        people = self.registry.persons(family, district.name)
        settled = self.settling.settle(family, people, district)
        head: tuple[InsuredSpell, ...] = ()
        for sketch, person in zip(family.members, people, strict=True):
            military = self.draft.draw(sketch.id, sketch.born) if sketch.sex == "M" and not sketch.origin else None
            spells = self.insuring.spells(family, sketch, person, military, head)
            head = head or spells
            passport = self.journeys.passport(sketch, person)
            yield Dossier(
                person=person,
                home=settled.home,
                addresses=settled.addresses[sketch.id],
                insured=Insured(sketch.id, spells),
                passport=passport,
                doses=self._doses(sketch, person, district),
                trips=self.journeys.trips(family, sketch, person, military) if passport.number else (),
                military=military,
                changes=self.renaming.of(sketch, person),
                foreigner_number=_foreigner_number(sketch, person),
            )

    def _doses(self, sketch: Sketch, person: Person, district: District) -> tuple[Dose, ...]:
        if stream("never entered", sketch.id).random() < _NEVER_ENTERED:
            return ()
        since = sketch.origin.entered if sketch.origin else sketch.born
        return self.vaccinations.of(Patient(person, district, since))


def _foreigner_number(sketch: Sketch, person: Person) -> str | None:
    """Give 외국인등록번호: the present one, or the one of before the naturalisation."""
    if sketch.origin is None:
        return None
    if person.foreigner:
        return person.rrn.open()
    return draw_rrn(stream("foreigner number", sketch.id), sketch.born, sketch.sex, foreigner=True).open()
