"""초본 of people who do not exist: one who changed her name and number, one with eleven past addresses, a minor."""

from dataclasses import replace
from datetime import date, timedelta

from documents.domain.kind import PaperKind
from documents.domain.options import AbstractOptions, MilitaryExtent, PastAddresses
from documents.domain.paper import PaperDraft
from documents.domain.records import AbstractRecord, MilitarySummary, PersonAddress, PersonalChange
from documents.domain.resident import Name, ResidentId
from tests.unit.documents.paper_samples import JUNHO, SEOYEON, draft, invented_rrn, past_addresses

EVERYTHING = AbstractOptions(
    past_addresses=PastAddresses.ALL,
    personal_changes=True,
    past_householders=True,
    householder=True,
    event_dates=True,
    change_reasons=True,
    back_digits=True,
    military=MilitaryExtent.ALL,
    foreigner_number=True,
)
PAST_HOUSEHOLDER = Name("김철규")
OLD_RRN = invented_rrn(date(1988, 3, 14), "F", 77007)
SERVICE = MilitarySummary(date(2007, 3, 5), date(2009, 1, 23), "육군", "병장", "07-71002345", "만기전역")
CHANGES = (
    PersonalChange("성명", "김복순(金福順)", "김서연(金瑞姸)", date(2004, 9, 1), date(2004, 9, 17), "개명허가"),
    PersonalChange(
        "주민등록번호",
        OLD_RRN.open(),
        invented_rrn(date(1988, 3, 14), "F", 10001).open(),
        date(2019, 2, 11),
        date(2019, 2, 12),
        "번호변경 결정",
    ),
)


def person_addresses(count: int) -> tuple[PersonAddress, ...]:
    """The current row and ``count`` past ones, all with another householder than today."""
    past = tuple(
        PersonAddress(each.address, each.moved_in, each.changed, PAST_HOUSEHOLDER, "자녀", "거주자", each.reason)
        for each in past_addresses(count)
    )
    moved = date(2025, 6, 1)
    address = "서울특별시 마포구 월드컵로 212 (성산동)"
    return (
        PersonAddress(address, moved, moved + timedelta(days=4), JUNHO, "배우자", "거주자", "세대합가"),
        *past,
    )


RECORD = AbstractRecord(
    subject=ResidentId("r10001"),
    name=SEOYEON,
    born=date(1988, 3, 14),
    rrn=invented_rrn(date(1988, 3, 14), "F", 10001),
    addresses=person_addresses(4),
    issuing_office="서울특별시 마포구청장",
    personal_changes=CHANGES,
    military=SERVICE,
    foreigner_number="880314-6123456",
)


def abstract_draft(options: AbstractOptions | None = None, **changes: object) -> PaperDraft:
    """The 초본 of 김서연; ``changes`` are those of the record."""
    record = replace(RECORD, **changes)  # type: ignore[arg-type]
    return draft(
        kind=PaperKind.RESIDENT_ABSTRACT, record=record, applicant=record.name, options=options or AbstractOptions()
    )


def malsoon_draft(options: AbstractOptions | None = None) -> PaperDraft:
    """Eleven past addresses: more than a page."""
    return abstract_draft(
        options,
        name=Name("박말순", "朴末順"),
        born=date(1944, 1, 30),
        rrn=invented_rrn(date(1944, 1, 30), "F", 50001),
        addresses=person_addresses(11),
        personal_changes=(),
        military=None,
        foreigner_number=None,
        issuing_office="서울특별시 종로구청장",
    )


def born_on(day: date) -> dict[str, object]:
    """What of the record changes for somebody born on ``day``."""
    return {"born": day, "rrn": invented_rrn(day, "F", 30003)}
