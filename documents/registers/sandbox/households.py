"""The sandbox resident register's data: households of the sample residents, joined with the people."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from documents.domain.resident import MemberGroup
from documents.registers.resident_wire import LookupAnswer, WireAddress, WireHousehold, WireMember
from documents.registers.sandbox.people import Person
from documents.registers.wire import WireName

HOUSEHOLDS = Path(__file__).with_name("households.yml")
_COHABITANT = "동거인"


@dataclass(frozen=True, slots=True)
class Register:
    """Records by CI, in the order of the people's file."""

    records: dict[str, LookupAnswer]

    def find(self, ci: str) -> LookupAnswer | None:
        return self.records.get(ci)

    def mixed_up(self, ci: str) -> LookupAnswer | None:
        """Give the next person's record under this person's CI: the mistake of a careless agency."""
        if ci not in self.records:
            return None
        everybody = list(self.records)
        following = everybody[(everybody.index(ci) + 1) % len(everybody)]
        return self.records[following].model_copy(update={"ci": ci})


def build_register(people: tuple[Person, ...], path: Path = HOUSEHOLDS) -> Register:
    """Join ``people`` with the households in ``path``. Raise KeyError when they do not fit together."""
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    by_id = {str(person.id): person for person in people}
    homes = {row["id"]: (_household(row, by_id), _restrictions(row, by_id)) for row in rows}
    return Register({person.ci: _answer(person, *homes[person.household]) for person in people})


def _answer(person: Person, home: WireHousehold, restricted: list[str]) -> LookupAnswer:
    return LookupAnswer(
        ci=person.ci,
        subject=person.id,
        name=_name(person),
        born=person.born,
        household=home,
        restricted_against=restricted,
    )


def _household(row: dict[str, Any], people: dict[str, Person]) -> WireHousehold:
    return WireHousehold(
        householder=_name(people[row["members"][0][0]]),
        formation_reason=row["formed"]["reason"],
        formed_on=row["formed"]["date"],
        addresses=[
            WireAddress(address=address, moved_in=moved_in, changed=changed, reason=reason)
            for address, moved_in, changed, reason in row["addresses"]
        ],
        members=[_member(people[member[0]], member) for member in row["members"]],
        issuing_office=row["office"],
    )


def _member(person: Person, row: list[Any]) -> WireMember:
    _, relation, moved_in, changed, status, reason = row
    return WireMember(
        resident=person.id,
        relation=relation,
        name=_name(person),
        rrn=person.rrn.open(),
        moved_in=moved_in,
        changed=changed,
        status=status,
        reason=reason,
        group=_group(person, relation),
        foreigner=person.foreigner,
    )


def _group(person: Person, relation: str) -> MemberGroup:
    if relation == _COHABITANT:
        return MemberGroup.COHABITANT
    return MemberGroup.FOREIGNER if person.foreigner else MemberGroup.FAMILY


def _restrictions(row: dict[str, Any], people: dict[str, Person]) -> list[str]:
    members = [people[member[0]] for member in row["members"]]
    return sorted({abuser for member in members for abuser in member.protected_from})


def _name(person: Person) -> WireName:
    return WireName(hangul=person.name, hanja=person.hanja)
