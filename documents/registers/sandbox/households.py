"""What the sandbox resident register says of a household."""

from datetime import date

from documents.domain.resident import MemberGroup
from documents.period import months_before
from documents.registers.resident_wire import LookupAnswer, WireAddress, WireChild, WireHousehold, WireMember
from documents.registers.sandbox.counter import about
from documents.registers.town.dossier import Dossier
from documents.registers.town.homes import COHABITANT, Home, HomeMember
from documents.registers.town.people import Person
from documents.registers.town.town import Town
from documents.registers.wire import WireName

_GUARDED_YEARS = 14


def household_answer(town: Town, dossier: Dossier, ci: str, today: date) -> LookupAnswer:
    """Say who lives with the person of ``dossier``, and for which children under 14 that person decides."""
    return LookupAnswer(
        **about(ci, dossier),
        household=_household(town, dossier.home),
        restricted_against=restricted_against(town, dossier.home),
        children=_children(town, dossier.person, today),
    )


def restricted_against(town: Town, home: Home) -> list[str]:
    members = [town.resident(member.resident).person for member in home.members]
    return sorted({abuser for member in members for abuser in member.protected_from})


def _household(town: Town, home: Home) -> WireHousehold:
    return WireHousehold(
        householder=_name(town.resident(home.members[0].resident).person),
        formation_reason=home.formed_reason,
        formed_on=home.formed_on,
        addresses=[WireAddress.model_validate(row, from_attributes=True) for row in home.rows],
        members=[_member(town.resident(member.resident).person, member) for member in home.members],
        issuing_office=home.office,
    )


def _member(person: Person, row: HomeMember) -> WireMember:
    return WireMember(
        resident=person.id,
        relation=row.relation,
        name=_name(person),
        rrn=person.rrn.open(),
        moved_in=row.moved_in,
        changed=row.changed,
        status=row.status,
        reason=row.reason,
        group=_group(person, row.relation),
        foreigner=person.foreigner,
    )


def _group(person: Person, relation: str) -> MemberGroup:
    if relation == COHABITANT:
        return MemberGroup.COHABITANT
    return MemberGroup.FOREIGNER if person.foreigner else MemberGroup.FAMILY


def _children(town: Town, guardian: Person, today: date) -> list[WireChild]:
    youngest_adult = months_before(today, 12 * _GUARDED_YEARS)
    wards = [each for each in town.wards(guardian.id) if each.born > youngest_adult]
    return [WireChild(ci=each.ci, name=_name(each), born=each.born) for each in wards]


def _name(person: Person) -> WireName:
    return WireName(hangul=person.name, hanja=person.hanja)
