"""Chooses what of a person's history goes on a 초본. What is not chosen here never reaches page or attachment.

Numbered as in 주민등록법 시행규칙 [별지 제19호서식] and the choices of the application form:

1. 인적사항 변경 내용.
2. 과거의 주소 변동사항: none, those entered within the last N years, or all; the current address always.
3. 세대주의 성명과 세대주와의 관계 in the current row.
4. The same in past rows: off by law unless an adult subject asks. Under 19 never, whatever was chosen.
5. 발생일/신고일: without it the day of moving in, or of the change, alone.
6. 변동사유.
7. Rear digits of registration numbers, wherever one stands: a changed number is told by its old and its new one.
8. 병역사항: nothing, the two days, or all.
9. 외국인등록번호 or 국내거소신고번호, when the person has one.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from documents.domain.options import AbstractOptions, MilitaryExtent
from documents.domain.paper import PaperDraft
from documents.domain.records import AbstractRecord, MilitarySummary, PersonAddress, PersonalChange
from documents.forms.material import options_as, record_as
from documents.forms.own_paper import require_own
from documents.forms.past_addresses import chosen_addresses
from documents.forms.words import issue_day

ADULT = 19
_NUMBER = re.compile(r"(\d{6}-\d)\d{6}")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """None in a field: not chosen."""

    item: str
    before: str = field(repr=False)
    after: str = field(repr=False)
    changed: date
    reported: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class AddressRow:
    """None in a field: not chosen."""

    address: str = field(repr=False)
    moved_in: date
    changed: date | None
    householder: str | None = field(repr=False)
    relation: str | None
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class ServiceDetails:
    branch: str
    rank: str
    service_number: str = field(repr=False)
    discharge_reason: str | None
    """None: still serving."""


@dataclass(frozen=True, slots=True)
class ServiceDays:
    enlisted: date
    discharged: date | None
    """None: still serving."""
    details: ServiceDetails | None
    """None: not chosen."""


@dataclass(frozen=True, slots=True)
class ChosenAbstract:
    """Current address first. ``changes`` None: not chosen; empty: chosen, and there were none."""

    name: str = field(repr=False)
    rrn: str = field(repr=False)
    foreigner_number: str | None = field(repr=False)
    changes: tuple[ChangeRow, ...] | None
    addresses: tuple[AddressRow, ...]
    military_chosen: bool
    military: ServiceDays | None
    office: str


def choose(draft: PaperDraft) -> ChosenAbstract:
    """Apply the options of ``draft``. Raise Halt("subject_mismatch") when the applicant is not the record's person."""
    record, options = record_as(draft, AbstractRecord), options_as(draft, AbstractOptions)
    require_own(draft, record.rrn)
    return ChosenAbstract(
        name=record.name.printed(),
        rrn=_shown(record.rrn.open(), options),
        foreigner_number=_foreigner_number(record, options),
        changes=tuple(_change(each, options) for each in record.personal_changes) if options.personal_changes else None,
        addresses=_addresses(record, options, issue_day(draft)),
        military_chosen=options.military is not MilitaryExtent.NONE,
        military=_military(record.military, options.military),
        office=record.issuing_office,
    )


def _shown(text: str, options: AbstractOptions) -> str:  # 7
    return text if options.back_digits else _NUMBER.sub(r"\1******", text)


def _foreigner_number(record: AbstractRecord, options: AbstractOptions) -> str | None:  # 9
    chosen = options.foreigner_number and record.foreigner_number
    return _shown(chosen, options) if chosen else None


def _change(change: PersonalChange, options: AbstractOptions) -> ChangeRow:  # 1
    return ChangeRow(
        item=change.item,
        before=_shown(change.before, options),
        after=_shown(change.after, options),
        changed=change.changed,
        reported=change.reported if options.event_dates else None,  # 5
        reason=change.reason if options.change_reasons else None,  # 6
    )


def _addresses(record: AbstractRecord, options: AbstractOptions, today: date) -> tuple[AddressRow, ...]:
    current, *past = chosen_addresses(record.addresses, options, today)  # 2
    past_householders = options.past_householders and _age(record.born, today) >= ADULT  # 4
    return (
        _address(current, options, householder=options.householder),  # 3
        *(_address(each, options, householder=past_householders) for each in past),
    )


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _address(entry: PersonAddress, options: AbstractOptions, *, householder: bool) -> AddressRow:
    return AddressRow(
        address=entry.address,
        moved_in=entry.moved_in,
        changed=entry.changed if options.event_dates else None,  # 5
        householder=entry.householder.hangul if householder else None,
        relation=entry.relation if householder else None,
        status=entry.status,
        reason=entry.reason if options.change_reasons else None,  # 6
    )


def _military(service: MilitarySummary | None, extent: MilitaryExtent) -> ServiceDays | None:  # 8
    if service is None or extent is MilitaryExtent.NONE:
        return None
    details = ServiceDetails(service.branch, service.rank, service.service_number, service.discharge_reason)
    return ServiceDays(service.enlisted, service.discharged, details if extent is MilitaryExtent.ALL else None)
