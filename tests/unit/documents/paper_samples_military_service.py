"""병적증명서 of people who do not exist: served, still serving, never served."""

from dataclasses import replace
from datetime import date

from documents.domain.kind import PaperKind
from documents.domain.options import MilitaryItem, MilitaryOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import Examination, MilitaryRecord, Service
from documents.domain.resident import ResidentId
from tests.unit.documents.paper_samples import JUNHO, draft, invented_rrn

EVERYTHING = MilitaryOptions(frozenset(MilitaryItem))
SERVICE = Service(
    enlisted=date(2007, 3, 5),
    discharged=date(2009, 1, 23),
    branch="육군",
    rank="병장",
    service_number="07-71002345",
    specialty="111(소총수)",
    category="예비역",
    discharge_reason="만기전역",
    unit="제102보충대(현역병입영)",
    grade="1급",
)
EXAMINATION = Examination(date(2020, 7, 14), "4급", "사회복무요원 소집 대상", "근시 및 체질량지수")
RECORD = MilitaryRecord(
    subject=ResidentId("r20002"),
    name=JUNHO,
    born=date(1986, 11, 2),
    rrn=invented_rrn(date(1986, 11, 2), "M", 20002),
    address="서울특별시 마포구 월드컵로 212 (성산동)",
    service=SERVICE,
    examination=None,
    issuing_office="서울지방병무청장",
)


def military_draft(options: MilitaryOptions | None = None, **changes: object) -> PaperDraft:
    """The 병적증명서 of 이준호; ``changes`` are those of the record."""
    record = replace(RECORD, **changes)  # type: ignore[arg-type]
    return draft(
        kind=PaperKind.MILITARY_SERVICE, record=record, applicant=record.name, options=options or MilitaryOptions()
    )
