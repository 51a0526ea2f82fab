"""What the registers know about one person, a record a register's answer. Personal fields stay out of ``repr``.

Every record names its subject: the register's key, the name and the birth date; the latter two are compared with the
verified person.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from documents.domain.kind import PaperKind
from documents.domain.resident import Name, RegisterRecord, ResidentId, Rrn


class Record(Protocol):
    """What issuing needs of any record; the rest is between register and form."""

    @property
    def subject(self) -> ResidentId: ...
    @property
    def name(self) -> Name: ...
    @property
    def born(self) -> date: ...


# For 주민등록표(초본).


@dataclass(frozen=True, slots=True)
class PersonalChange:
    """인적사항 변경: what was changed, from what, to what."""

    item: str
    before: str = field(repr=False)
    after: str = field(repr=False)
    changed: date
    reported: date
    reason: str


@dataclass(frozen=True, slots=True)
class PersonAddress:
    """One row of a person's own address history, with whom that was. ``moved_in`` 전입일, ``changed`` 변동일."""

    address: str = field(repr=False)
    moved_in: date
    changed: date
    householder: Name
    relation: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class MilitarySummary:
    """병역사항 of a 초본."""

    enlisted: date
    discharged: date | None
    branch: str
    rank: str
    service_number: str = field(repr=False)
    discharge_reason: str | None


@dataclass(frozen=True, slots=True)
class AbstractRecord:
    """``addresses`` newest first; the first row is 현주소. ``adult`` may have past householders printed."""

    subject: ResidentId = field(repr=False)
    name: Name
    born: date = field(repr=False)
    rrn: Rrn
    addresses: tuple[PersonAddress, ...]
    issuing_office: str
    personal_changes: tuple[PersonalChange, ...] = ()
    military: MilitarySummary | None = None
    foreigner_number: str | None = field(default=None, repr=False)
    restricted_against: frozenset[ResidentId] = field(default_factory=frozenset, repr=False)


# For 건강보험료 납부확인서 and 건강보험 자격득실 확인서.


class InsuredAs(StrEnum):
    EMPLOYEE = "직장가입자"
    LOCAL_HEAD = "지역세대주"
    LOCAL_MEMBER = "지역세대원"
    DEPENDANT = "직장피부양자"


@dataclass(frozen=True, slots=True)
class PremiumMonth:
    """One month; amounts in won. ``month`` is its first day. ``care`` is 장기요양보험료."""

    month: date
    billed_health: int
    billed_care: int
    paid_health: int
    paid_care: int
    paid_on: date | None
    """None: not paid yet."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PremiumRecord:
    """``months`` oldest first, only those asked for."""

    subject: ResidentId = field(repr=False)
    name: Name
    born: date = field(repr=False)
    rrn: Rrn
    address: str = field(repr=False)
    insured_as: InsuredAs
    workplace: str | None
    months: tuple[PremiumMonth, ...]


@dataclass(frozen=True, slots=True)
class InsuredSpell:
    insured_as: InsuredAs
    workplace: str | None
    gained: date
    lost: date | None
    """None: still insured so."""


@dataclass(frozen=True, slots=True)
class EligibilityRecord:
    """``spells`` newest first."""

    subject: ResidentId = field(repr=False)
    name: Name
    born: date = field(repr=False)
    rrn: Rrn
    spells: tuple[InsuredSpell, ...]


# For 예방접종증명서.


@dataclass(frozen=True, slots=True)
class Dose:
    vaccine: str
    vaccine_en: str
    round: int
    """차수, from 1."""
    given: date
    clinic: str
    clinic_en: str


@dataclass(frozen=True, slots=True)
class VaccinationRecord:
    """``doses`` oldest first. ``roman`` and ``address_en`` are needed for the English paper."""

    subject: ResidentId = field(repr=False)
    name: Name
    born: date = field(repr=False)
    sex: str
    """남 or 여."""
    doses: tuple[Dose, ...]
    roman: str | None = field(default=None, repr=False)
    address_en: str | None = field(default=None, repr=False)


# For 출입국에 관한 사실증명.


@dataclass(frozen=True, slots=True)
class Trip:
    """One crossing out and back; a foreigner's first row may lack ``left``, an open trip lacks ``entered``."""

    left: date | None
    entered: date | None


@dataclass(frozen=True, slots=True)
class TravelRecord:
    """``trips`` oldest first, only those that touch the period; ``complete_until``: later crossings may be missing."""

    subject: ResidentId = field(repr=False)
    name: Name
    born: date = field(repr=False)
    rrn: Rrn
    address: str = field(repr=False)
    sex: str
    nationality: str
    passport_number: str | None = field(repr=False)
    roman: str | None = field(repr=False)
    since: date
    until: date
    complete_until: date
    trips: tuple[Trip, ...]


# For 병적증명서.


@dataclass(frozen=True, slots=True)
class Service:
    enlisted: date
    discharged: date | None
    branch: str
    rank: str
    service_number: str = field(repr=False)
    specialty: str
    category: str
    discharge_reason: str | None
    unit: str
    grade: str


@dataclass(frozen=True, slots=True)
class Examination:
    """병역판정검사 of a person who did not serve."""

    examined: date
    grade: str = field(repr=False)
    disposition: str
    """처분, e.g. 사회복무요원 소집 대상."""
    reason: str = field(repr=False)
    """처분사유."""


@dataclass(frozen=True, slots=True)
class MilitaryRecord:
    """Exactly one of ``service`` and ``examination`` is set. The office is the regional one, e.g. 서울지방병무청장."""

    subject: ResidentId = field(repr=False)
    name: Name
    born: date = field(repr=False)
    rrn: Rrn
    address: str = field(repr=False)
    service: Service | None
    examination: Examination | None
    issuing_office: str


RECORDS: dict[PaperKind, type[Record]] = {
    PaperKind.RESIDENT_REGISTER: RegisterRecord,
    PaperKind.RESIDENT_ABSTRACT: AbstractRecord,
    PaperKind.HEALTH_PREMIUM_PAYMENT: PremiumRecord,
    PaperKind.HEALTH_ELIGIBILITY: EligibilityRecord,
    PaperKind.VACCINATION: VaccinationRecord,
    PaperKind.ENTRY_EXIT: TravelRecord,
    PaperKind.MILITARY_SERVICE: MilitaryRecord,
}
"""Which record a kind of paper is made from."""
