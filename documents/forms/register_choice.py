"""Chooses what of a household goes on a 등본. What is not chosen here never reaches page or attachment.

Numbered as in 주민등록법 시행규칙 [별지 제18호서식] and the choices of the application form:

1. 과거의 주소 변동사항: none, those entered within the last N years, or all; the current address always.
2. 세대구성 사유, 3. 세대구성 일자.
4. 발생일/신고일: without it the day of moving in alone.
5. 변동사유 of the household, 6. of its members.
7. Names of anyone but the applicant, the householder included.
8. Rear digits of the registration numbers: nobody's, the applicant's, everyone's.
9. 세대주와의 관계.
10. 동거인 and 외국인; the applicant's own row always.
"""

from dataclasses import dataclass, field
from datetime import date

from documents.domain.errors import Halt
from documents.domain.options import BackDigits, RegisterOptions
from documents.domain.paper import PaperDraft
from documents.domain.resident import AddressEntry, Member, MemberGroup, RegisterRecord
from documents.forms.material import options_as, record_as
from documents.forms.past_addresses import chosen_addresses
from documents.forms.words import issue_day

_SPOUSE = frozenset({"배우자", "처", "남편"})
_LINEAL = frozenset(
    {"자", "녀", "자녀", "아들", "딸", "부", "모", "부모", "조부", "조모", "외조부", "외조모", "증조부", "증조모"}
    | {
        "손",
        "손자",
        "손녀",
        "외손",
        "외손자",
        "외손녀",
        "증손",
        "증손자",
        "증손녀",
        "부모님",
        "양자",
        "양녀",
        "양부",
        "양모",
    }
)
_HOUSEHOLDER = frozenset({"세대주", "본인"})


@dataclass(frozen=True, slots=True)
class AddressRow:
    address: str = field(repr=False)
    moved_in: date
    changed: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """None in a field: not chosen."""

    relation: str | None
    name: str | None = field(repr=False)
    rrn: str = field(repr=False)
    moved_in: date
    changed: date | None
    status: str
    reason: str | None
    applicant: bool


@dataclass(frozen=True, slots=True)
class ChosenRegister:
    """Current address first; members in the legal order."""

    householder: str | None = field(repr=False)
    formation_reason: str | None
    formed_on: date | None
    addresses: tuple[AddressRow, ...]
    members: tuple[MemberRow, ...]
    office: str


def choose(draft: PaperDraft) -> ChosenRegister:
    """Apply the options of ``draft``. Raise Halt("subject_mismatch") when the applicant is not the record's person."""
    record, options = record_as(draft, RegisterRecord), options_as(draft, RegisterOptions)
    subject = _subject(draft, record)
    household = record.household
    householder_hidden = not options.others_names and not _is_householder(subject)
    return ChosenRegister(
        householder=None if householder_hidden else household.householder.printed(),  # 7
        formation_reason=household.formation_reason if options.formation_reason else None,  # 2
        formed_on=household.formed_on if options.formation_date else None,  # 3
        addresses=tuple(
            _address(entry, options)
            for entry in chosen_addresses(household.addresses, options, issue_day(draft))  # 1
        ),
        members=tuple(_member(member, record, options) for member in in_legal_order(_members(record, options))),
        office=household.issuing_office,
    )


def in_legal_order(members: tuple[Member, ...]) -> list[Member]:
    """Sort: householder, spouse, lineal relatives, others as declared; then cohabitants, then foreigners."""
    return sorted(members, key=lambda member: (list(MemberGroup).index(member.group), _rank(member.relation)))


def _rank(relation: str) -> int:
    for rank, relations in enumerate((_HOUSEHOLDER, _SPOUSE, _LINEAL)):
        if relation in relations:
            return rank
    return 3


def _subject(draft: PaperDraft, record: RegisterRecord) -> Member:
    for member in record.household.members:
        if member.resident == record.subject:
            same_name = member.name.hangul == record.name.hangul == draft.applicant.hangul
            if same_name and member.rrn.value.startswith(f"{record.born:%y%m%d}"):
                return member
    raise Halt("subject_mismatch")


def _is_householder(member: Member) -> bool:
    return member.relation in _HOUSEHOLDER


def _address(entry: AddressEntry, options: RegisterOptions) -> AddressRow:
    return AddressRow(
        address=entry.address,
        moved_in=entry.moved_in,
        changed=entry.changed if options.event_dates else None,  # 4
        reason=entry.reason if options.household_change_reason else None,  # 5
    )


def _members(record: RegisterRecord, options: RegisterOptions) -> tuple[Member, ...]:  # 10
    members = record.household.members
    if options.cohabitants:
        return members
    return tuple(each for each in members if each.group is MemberGroup.FAMILY or each.resident == record.subject)


def _member(member: Member, record: RegisterRecord, options: RegisterOptions) -> MemberRow:
    own = member.resident == record.subject
    opened = options.back_digits is BackDigits.ALL or (own and options.back_digits is BackDigits.SELF)
    return MemberRow(
        relation=member.relation if options.relations else None,  # 9
        name=member.name.printed() if own or options.others_names else None,  # 7
        rrn=member.rrn.open() if opened else member.rrn.masked(),  # 8
        moved_in=member.moved_in,
        changed=member.changed if options.event_dates else None,  # 4
        status=member.status,
        reason=member.reason if options.member_change_reason else None,  # 6
        applicant=own,
    )
