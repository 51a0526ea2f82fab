"""Sketches become persons: names, numbers, telephones. No two share name and birth date, or name and home."""

from dataclasses import dataclass
from datetime import date

from documents.domain.resident import ResidentId
from documents.registers.town.days import age_on
from documents.registers.town.families import CHILD, SELF, SPOUSE, Family, Sketch
from documents.registers.town.names import FullName, Names, Part, joined
from documents.registers.town.numbers import draw_rrn, phone
from documents.registers.town.people import Person, derive_ci
from documents.registers.town.streams import stream

_OWN_PHONE = 14
"""Younger ones have none: their guardians act for them."""
_HEAD = "세대주"


@dataclass
class Registry:
    """Gives names and telephones out. ``taken``: names with a birth date, or a household, that has one so named."""

    names: Names
    taken: set[tuple[str, date | str]]
    next_phone: int
    today: date

    def persons(self, family: Family, district: str) -> tuple[Person, ...]:
        surnames = self._surnames(family)
        return tuple(self._person(each, surnames[each.id], family, district) for each in family.members)

    def _surnames(self, family: Family) -> dict[str, Part]:
        own = {each.id: self.names.surname(stream("surname", each.id)) for each in family.members}
        fathers = [own[each.id] for each in _couple(family) if each.sex == "M" and not each.origin]
        inherited = fathers[0] if fathers else own[family.members[0].id]
        kin = {each.id: inherited for each in family.members if each.relation == CHILD}
        return own | kin | {each.id: own[family.members[0].id] for each in family.members if each.relation == "부"}

    def _person(self, sketch: Sketch, surname: Part, family: Family, district: str) -> Person:
        name = self._name(sketch, surname, family.id)
        foreigner = sketch.origin is not None and not sketch.origin.naturalised
        return Person(
            id=ResidentId(sketch.id),
            name=name.hangul,
            born=sketch.born,
            sex=sketch.sex,
            rrn=draw_rrn(stream("rrn", sketch.id), sketch.born, sketch.sex, foreigner=foreigner),
            ci=derive_ci(sketch.id),
            household=family.id,
            role=_HEAD if sketch.relation == SELF else sketch.relation,
            hanja=name.hanja,
            phone=self._phone(sketch.born),
            district=district,
            roman=name.roman,
            foreigner=foreigner,
            guardians=tuple(map(ResidentId, sketch.guardians)),
        )

    def _name(self, sketch: Sketch, surname: Part, family: str) -> FullName:
        if sketch.origin:
            abroad = sketch.origin.abroad
            return FullName(abroad.korean if sketch.origin.naturalised else abroad.hangul, None, abroad.roman)
        rng = stream("name", sketch.id)
        name = joined(surname, self.names.given_name(rng, sketch.sex, sketch.born))
        while self.taken & {(name.hangul, sketch.born), (name.hangul, family)}:
            name = joined(surname, self.names.given_name(rng, sketch.sex, sketch.born))
        self.taken |= {(name.hangul, sketch.born), (name.hangul, family)}
        return name

    def _phone(self, born: date) -> str | None:
        if age_on(self.today, born) < _OWN_PHONE:
            return None
        self.next_phone += 1
        return phone(self.next_phone - 1)


def _couple(family: Family) -> list[Sketch]:
    return [each for each in family.members if each.relation in {SELF, SPOUSE}]
