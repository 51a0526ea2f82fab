"""How an invented household came to be, and in whose household its head had been before."""

from dataclasses import dataclass
from datetime import date
from random import Random

from documents.domain.resident import Name
from documents.registers.town.days import age_on, later
from documents.registers.town.dossier import Under
from documents.registers.town.families import CHILD, SPOUSE, Family
from documents.registers.town.moves import FamilyMoves
from documents.registers.town.names import Names, Sex, joined
from documents.registers.town.people import Person
from documents.registers.town.stays import FIRST, FIRST_REGISTRATION
from documents.registers.town.streams import stream

_WIDOWED_FROM = 65
_CAME, _SPLIT, _WEDDING, _NEW_HEAD = "전입세대구성", "분가세대구성", "혼인", "세대주변경"


@dataclass(frozen=True, slots=True)
class Founding:
    reason: str
    on: date
    unders: tuple[Under, ...]


class Founder:
    def __init__(self, names: Names, today: date) -> None:
        self._names, self._today = names, today

    def found(self, family: Family, head: Person, moves: FamilyMoves) -> Founding:
        rng, began = stream("founding", family.id), family.members[0].joined
        parents = self.parents(head, began)
        alone = len(family.members) == 1 and age_on(self._today, head.born) >= _WIDOWED_FROM
        if alone and len(moves.own) > 1 and rng.random() < 0.5:  # noqa: PLR2004 - every other one is widowed
            day = moves.own[-1].since
            return Founding(_NEW_HEAD, day, (*parents, Under(day, self._late_spouse(rng, head), SPOUSE)))
        moved = any(stay.since == family.married for stay in moves.own)
        if family.married and moved and rng.random() < 0.4:  # noqa: PLR2004 - the others lived on their own before
            return Founding(_WEDDING, family.married, parents)
        reason = rng.choice((_CAME, _SPLIT))
        return Founding(FIRST if began == FIRST_REGISTRATION else reason, began, parents)

    def parents(self, person: Person, left: date) -> tuple[Under, ...]:
        """Name whose child somebody was in the register until ``left``."""
        rng = stream("parents", person.id)
        given = self._names.given_name(rng, "M", later(person.born, -30 * 12))
        father = joined(self._names.surname_of(person.name), given)
        return (Under(left, father.in_register(), CHILD),)

    def _late_spouse(self, rng: Random, head: Person) -> Name:
        other: Sex = "M" if head.sex == "F" else "F"
        return joined(self._names.surname(rng), self._names.given_name(rng, other, head.born)).in_register()
