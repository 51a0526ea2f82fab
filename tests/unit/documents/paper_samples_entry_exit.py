"""출입국에 관한 사실증명 of people who do not exist: a few trips, very many, none."""

from dataclasses import replace
from datetime import date, timedelta

from documents.domain.kind import PaperKind
from documents.domain.options import TravelOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import TravelRecord, Trip
from documents.domain.resident import ResidentId
from tests.unit.documents.paper_samples import SEOYEON, draft, invented_rrn

EVERYTHING = TravelOptions(english_name=True, back_digits=True)
RECORD = TravelRecord(
    subject=ResidentId("r10001"),
    name=SEOYEON,
    born=date(1988, 3, 14),
    rrn=invented_rrn(date(1988, 3, 14), "F", 10001),
    address="서울특별시 마포구 월드컵로 212 (성산동)",
    sex="여",
    nationality="대한민국",
    passport_number="M00012345",
    roman="KIM SEOYEON",
    since=date(2021, 3, 2),
    until=date(2026, 3, 2),
    complete_until=date(2026, 2, 26),
    trips=(
        Trip(date(2022, 8, 3), date(2022, 8, 9)),
        Trip(date(2023, 12, 24), date(2024, 1, 2)),
        Trip(date(2025, 5, 1), date(2025, 5, 6)),
    ),
)


def travel_draft(options: TravelOptions | None = None, **changes: object) -> PaperDraft:
    """The certificate of 김서연; ``changes`` are those of the record."""
    record = replace(RECORD, **changes)  # type: ignore[arg-type]
    return draft(kind=PaperKind.ENTRY_EXIT, record=record, applicant=record.name, options=options or TravelOptions())


def many_trips(count: int) -> tuple[Trip, ...]:
    """A trip of three days every ten days."""
    starts = [date(2021, 4, 1) + timedelta(days=10 * place) for place in range(count)]
    return tuple(Trip(day, day + timedelta(days=3)) for day in starts)
