"""What is told of the sample residents in ``cast.yml``."""

from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field
from pydantic.dataclasses import dataclass as parsed

from documents.domain.records import Examination, InsuredAs, InsuredSpell, PersonalChange, Service, Trip
from documents.domain.resident import Name
from documents.registers.town.doses import Given, Words
from documents.registers.town.dossier import Passport, Under
from documents.registers.town.lists import load
from documents.registers.town.stays import Row


class _Under(NamedTuple):
    until: date
    hangul: str
    hanja: str | None
    relation: str


class _Entry(NamedTuple):
    moved_in: date
    changed: date
    reason: str


class _AddressRow(NamedTuple):
    address: str
    moved_in: date
    changed: date
    reason: str


class _Spell(NamedTuple):
    insured_as: InsuredAs
    workplace: str | None
    gained: date


class _Trip(NamedTuple):
    left: date | None
    entered: date | None


class _Passport(NamedTuple):
    nationality: str
    number: str


class _Dose(NamedTuple):
    vaccine: str
    english: str
    round: int
    day: date


class _Change(NamedTuple):
    item: str
    before: str
    after: str
    changed: date
    reported: date
    reason: str


class _Examined(NamedTuple):
    examined: date
    grade: str
    disposition: str
    reason: str


@parsed(frozen=True)
class Told:
    """Lists are as in the file; the properties are what dossiers are made of."""

    spells: list[_Spell]
    trips: list[_Trip] = Field(default_factory=list)
    passport: _Passport | None = None
    under: list[_Under] = Field(default_factory=list)
    joined: _Entry | None = None
    before: list[_AddressRow] = Field(default_factory=list)
    service: Service | None = None
    examination: _Examined | None = None
    doses: Literal["none", "drawn", "thorough"] = "drawn"
    more_doses: list[_Dose] = Field(default_factory=list)
    changes: list[_Change] = Field(default_factory=list)
    unpaid: frozenset[date] = frozenset()

    def unders(self) -> tuple[Under, ...]:
        return tuple(Under(each.until, Name(each.hangul, each.hanja), each.relation) for each in self.under)

    def rows_before(self) -> tuple[Row, ...]:
        return tuple(Row(*each) for each in self.before)

    def insured_spells(self) -> tuple[InsuredSpell, ...]:
        ends = [each.gained for each in self.spells[1:]] + [None]
        pairs = zip(self.spells, ends, strict=True)
        return tuple(InsuredSpell(each.insured_as, each.workplace, each.gained, lost) for each, lost in pairs)

    def military(self) -> Service | Examination | None:
        return self.service or (Examination(*self.examination) if self.examination else None)

    def crossings(self) -> tuple[Trip, ...]:
        return tuple(Trip(*each) for each in self.trips)

    def personal_changes(self) -> tuple[PersonalChange, ...]:
        return tuple(PersonalChange(*each) for each in self.changes)

    def here_since(self, born: date) -> date:
        """Give the first day in the country: birth, or the entry of who came from abroad."""
        return next((trip.entered for trip in self.trips if trip.left is None and trip.entered), born)

    def doses_beside(self) -> tuple[Given, ...]:
        return tuple(Given(each.day, Words(each.vaccine, each.english), each.round) for each in self.more_doses)

    def papers(self, roman: str | None) -> Passport:
        """Give the passport, with the name as it stands there."""
        return Passport(self.passport.nationality, self.passport.number, roman) if self.passport else Passport()


def load_cast() -> dict[str, Told]:
    return load("cast", dict[str, Told])
