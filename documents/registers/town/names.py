"""Names of invented residents: a surname, and a given name of the time of birth."""

from datetime import date
from random import Random
from typing import Literal, NamedTuple

from pydantic.dataclasses import dataclass

from documents.domain.resident import Name
from documents.registers.town.lists import load

Sex = Literal["F", "M"]


class Part(NamedTuple):
    """A piece of a name. ``weight``: how common, among the surnames."""

    hangul: str
    hanja: str | None
    roman: str
    weight: int = 1


class Era(NamedTuple):
    until: int
    F: list[Part]
    M: list[Part]


class Abroad(NamedTuple):
    """A spouse from abroad; ``korean`` is the name after naturalisation."""

    country: str
    hangul: str
    roman: str
    sex: Sex
    passport: str
    korean: str


@dataclass(frozen=True)
class Names:
    surnames: list[Part]
    given: list[Era]
    abroad: list[Abroad]

    def surname(self, rng: Random) -> Part:
        return rng.choices(self.surnames, [each.weight for each in self.surnames])[0]

    def surname_of(self, name: str) -> Part:
        return max((each for each in self.surnames if name.startswith(each.hangul)), key=lambda each: len(each.hangul))

    def given_name(self, rng: Random, sex: Sex, born: date) -> Part:
        era = next(each for each in self.given if born.year <= each.until)
        return rng.choice(era.F if sex == "F" else era.M)


class FullName(NamedTuple):
    hangul: str
    hanja: str | None
    roman: str

    def in_register(self) -> Name:
        return Name(self.hangul, self.hanja)


def joined(surname: Part, given: Part) -> FullName:
    hanja = f"{surname.hanja}{given.hanja}" if given.hanja else None
    return FullName(surname.hangul + given.hangul, hanja, f"{surname.roman} {given.roman}")


def load_names() -> Names:
    return load("names", Names)
