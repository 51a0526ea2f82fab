"""Where the members of an invented family are registered: the household's page, and each member's own rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.domain.records import PersonAddress
from documents.registers.town.dossier import Under, addresses_of
from documents.registers.town.dwellings import District
from documents.registers.town.families import CHILD, Family, Sketch
from documents.registers.town.founding import Founder, Founding
from documents.registers.town.homes import Home, HomeMember
from documents.registers.town.moves import FamilyMoves, Moves
from documents.registers.town.people import Person
from documents.registers.town.stays import Row

_RESIDENT = "거주자"


@dataclass(frozen=True, slots=True)
class Settled:
    home: Home
    addresses: dict[str, tuple[PersonAddress, ...]]
    """Of each member, newest first."""


@dataclass(frozen=True, slots=True)
class _Member:
    sketch: Sketch
    person: Person
    rows: tuple[Row, ...]
    unders: tuple[Under, ...]


class Settling:
    def __init__(self, moves: Moves, founder: Founder) -> None:
        self._moves, self._founder = moves, founder

    def settle(self, family: Family, people: tuple[Person, ...], district: District) -> Settled:
        moves = self._moves.of_family(family, district)
        founding = self._founder.found(family, people[0], moves)
        head = _Member(family.members[0], people[0], moves.rows, founding.unders)
        others = zip(family.members[1:], people[1:], strict=True)
        members = [head, *(self._joining(sketch, person, moves) for sketch, person in others)]
        return Settled(_home(family, district, moves, founding, members), dict(_addresses(members)))

    def _joining(self, sketch: Sketch, person: Person, moves: FamilyMoves) -> _Member:
        rows, left = self._moves.of_member(sketch, moves.rows)
        kin = sketch.relation == CHILD or sketch.origin
        return _Member(sketch, person, rows, () if kin else self._founder.parents(person, left))


def _home(family: Family, district: District, moves: FamilyMoves, founding: Founding, members: list[_Member]) -> Home:
    return Home(
        id=family.id,
        office=f"서울특별시 {district.name}청장",
        formed_reason=founding.reason,
        formed_on=founding.on,
        rows=moves.rows,
        members=tuple(_row(each) for each in members),
        english=moves.own[-1].dwelling.english,
    )


def _row(member: _Member) -> HomeMember:
    sketch, newest = member.sketch, member.rows[0]
    return HomeMember(sketch.id, sketch.relation, newest.moved_in, newest.changed, _RESIDENT, newest.reason)


def _addresses(members: list[_Member]) -> Iterator[tuple[str, tuple[PersonAddress, ...]]]:
    head = members[0].person
    for each in members:
        yield each.sketch.id, addresses_of(each.rows, each.person, head, each.sketch.joined, each.unders)
