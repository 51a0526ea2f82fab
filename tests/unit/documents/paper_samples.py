"""Drafts of papers for people who do not exist. Their registration numbers fail the checksum of before 2020."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from documents.domain.kind import PaperKind
from documents.domain.number import VERIFIABLE_FOR, PaperNumber
from documents.domain.options import BackDigits, PastAddresses, RegisterOptions
from documents.domain.paper import PaperDraft
from documents.domain.resident import (
    AddressEntry,
    Household,
    Member,
    MemberGroup,
    Name,
    RegisterRecord,
    ResidentId,
    Rrn,
)

ISSUED_AT = datetime(2026, 3, 2, 1, 23, 45, tzinfo=UTC)
NUMBER = PaperNumber.parse("1234567812345670")
EVERYTHING = RegisterOptions(
    past_addresses=PastAddresses.ALL,
    formation_reason=True,
    formation_date=True,
    event_dates=True,
    household_change_reason=True,
    member_change_reason=True,
    back_digits=BackDigits.ALL,
    cohabitants=True,
)
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def invented_rrn(born: date, sex: str, serial: int) -> Rrn:
    """A number whose last digit is not the one the old checksum asks for."""
    digit = {("M", 19): 1, ("F", 19): 2, ("M", 20): 3, ("F", 20): 4}[sex, born.year // 100]
    body = f"{born:%y%m%d}{digit}{serial:05d}"
    right = (11 - sum(int(each) * weight for each, weight in zip(body, _WEIGHTS, strict=True)) % 11) % 10
    return Rrn(f"{body[:6]}-{body[6:]}{(right + 3) % 10}")


def past_addresses(count: int) -> tuple[AddressEntry, ...]:
    """Newest first, a move every second year, entered in the register three days later."""
    streets = ("성산로", "독막로", "삼청로", "율곡로", "백제고분로", "도산대로", "종암로", "한강대로")
    moves = [date(2023 - 2 * place, 4, 10 + place) for place in range(count)]
    return tuple(
        AddressEntry(
            address=f"서울특별시 마포구 {streets[place % len(streets)]}{place + 1}길 {17 + place}, {100 + place}동 "
            f"{501 + place}호 (연남동, 한빛아파트)",
            moved_in=moved,
            changed=moved + timedelta(days=3),
            reason="전입",
        )
        for place, moved in enumerate(moves)
    )


def member(name: Name, relation: str, born: date, sex: str, serial: int, **more: object) -> Member:
    fields = {
        "resident": ResidentId(f"r{serial}"),
        "relation": relation,
        "name": name,
        "rrn": invented_rrn(born, sex, serial),
        "moved_in": date(2021, 6, 1) + timedelta(days=serial % 9),
        "changed": date(2021, 6, 4) + timedelta(days=serial % 9),
        "status": "거주자",
        "reason": "전입",
    }
    return Member(**{**fields, **more})  # type: ignore[arg-type]


SEOYEON = Name("김서연", "金瑞姸")
JUNHO = Name("이준호", "李俊浩")
MEMBERS = (
    member(Name("이하온"), "자녀", date(2019, 5, 20), "F", 30003, reason="출생등록"),
    member(SEOYEON, "본인", date(1988, 3, 14), "F", 10001),
    member(Name("오동거", "吳同居"), "동거인", date(1999, 1, 2), "M", 40004, group=MemberGroup.COHABITANT),
    member(JUNHO, "배우자", date(1986, 11, 2), "M", 20002),
)
HOUSEHOLD = Household(
    householder=SEOYEON,
    formation_reason="전입세대구성",
    formed_on=date(2021, 6, 2),
    addresses=(
        AddressEntry("서울특별시 마포구 월드컵로 212 (성산동)", date(2025, 6, 1), date(2025, 6, 5), "전입"),
        *past_addresses(4),
    ),
    members=MEMBERS,
    issuing_office="서울특별시 마포구청장",
)


def draft(options: RegisterOptions | None = None, **changes: object) -> PaperDraft:
    """The paper of 김서연, householder of three and a cohabitant."""
    record = RegisterRecord(ResidentId("r10001"), SEOYEON, date(1988, 3, 14), HOUSEHOLD)
    given = PaperDraft(
        number=NUMBER,
        check_code="7K3M9QXA",
        kind=PaperKind.RESIDENT_REGISTER,
        record=record,
        applicant=SEOYEON,
        options=options or RegisterOptions(),
        purpose="은행 제출",
        issued_at=ISSUED_AT,
        expires_at=ISSUED_AT + VERIFIABLE_FOR,
        verify_url=f"http://127.0.0.1:8100/verify/{NUMBER.digits}?check=7K3M9QXA",
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def household_draft(household: Household, options: RegisterOptions | None = None) -> PaperDraft:
    """The paper of the first member of ``household``."""
    first = household.members[0]
    born = date.fromisoformat(f"19{first.rrn.value[:2]}-{first.rrn.value[2:4]}-{first.rrn.value[4:6]}")
    record = RegisterRecord(first.resident, first.name, born, household)
    return draft(options, record=record, applicant=first.name)


def long_household() -> Household:
    """Eleven past addresses and nine members: more than a page."""
    children = tuple(
        member(Name(f"박아이{place}"), "자녀", date(1970 + place, 2, 3 + place), "M", 51000 + place)
        for place in range(8)
    )
    householder = Name("박말순", "朴末順")
    return Household(
        householder=householder,
        formation_reason="세대주변경",
        formed_on=date(1999, 9, 9),
        addresses=(
            AddressEntry("서울특별시 종로구 삼청로 9길 22 (삼청동)", date(2025, 2, 3), date(2025, 2, 5), "전입"),
            *past_addresses(11),
        ),
        members=(member(householder, "본인", date(1944, 1, 30), "F", 50001), *children),
        issuing_office="서울특별시 종로구청장",
    )


def rare_household() -> Household:
    name = Name("뷁쀍", "龘")
    return replace(HOUSEHOLD, householder=name, members=(member(name, "본인", date(1979, 9, 9), "M", 60006),))
