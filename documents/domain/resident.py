"""What a resident register knows about a person and a household. Personal fields stay out of ``repr``."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

Ci = NewType("Ci", str)
"""Connecting information: 88 characters, one person at every agency, kept apart from RRNs."""

ResidentId = NewType("ResidentId", str)
"""The register's own key of a person; never printed."""


@dataclass(frozen=True, slots=True)
class Rrn:
    """Resident registration number, ``YYMMDD-SBBBBNC``. Only ``masked()`` may be shown by default."""

    value: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d{6}-\d{7}", self.value):
            raise ValueError("rrn")  # the value itself must not reach a traceback

    def masked(self) -> str:
        """Hide all but the birth date and the first digit: ``900101-1******``."""
        return f"{self.value[:8]}******"

    def open(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Name:
    hangul: str = field(repr=False)
    hanja: str | None = field(default=None, repr=False)

    def printed(self) -> str:
        return f"{self.hangul}({self.hanja})" if self.hanja else self.hangul


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """One row of the address history. ``moved_in`` is 전입일, ``changed`` the day the row was entered (변동일)."""

    address: str = field(repr=False)
    moved_in: date
    changed: date
    reason: str


class MemberGroup(StrEnum):
    FAMILY = "family"
    COHABITANT = "cohabitant"
    FOREIGNER = "foreigner"


@dataclass(frozen=True, slots=True)
class Member:
    """One row of the members table. ``relation`` is the relation to the householder as the register words it."""

    resident: ResidentId = field(repr=False)
    relation: str
    name: Name
    rrn: Rrn
    moved_in: date
    changed: date
    status: str
    """등록상태, e.g. 거주자."""
    reason: str
    """변동사유, e.g. 전입, 출생등록."""
    group: MemberGroup = MemberGroup.FAMILY
    foreigner: bool = False
    """The number is a 외국인등록번호."""


@dataclass(frozen=True, slots=True)
class Household:
    """세대 as the register holds it. ``addresses`` newest first; the first row is 현주소."""

    householder: Name
    formation_reason: str
    formed_on: date
    addresses: tuple[AddressEntry, ...]
    members: tuple[Member, ...]
    issuing_office: str
    """Head of the district office, e.g. 서울특별시 마포구청장."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child under 14 for whom the register names somebody as legal guardian."""

    ci: Ci = field(repr=False)
    name: Name
    born: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    """The register's answer for one CI: who that is, and the household, plus the restriction flags."""

    subject: ResidentId = field(repr=False)
    name: Name
    born: date = field(repr=False)
    household: Household
    restricted_against: frozenset[ResidentId] = field(default_factory=frozenset, repr=False)
    """Residents to whom papers of this household must not be given (교부 제한, 주민등록법 제29조⑥–⑧)."""
    children: tuple[Child, ...] = ()
    """Children under 14 whose legal guardian the subject is."""
