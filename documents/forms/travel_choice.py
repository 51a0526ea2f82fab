"""Chooses what of a travel record goes on a 출입국에 관한 사실증명. The rest never reaches page or attachment.

Numbered as in 출입국관리법 시행규칙 [별지 제138호서식] and the choices of the application form:

1. 기록대조 시작일 and 마지막일: the period that the office answered for. A crossing outside it is not told, even
   when it is the other half of a trip that lies half within.
2. No crossing in the period is a certificate too.
3. Crossings of the last days before the end may not have arrived: the paper says from which day on.
4. 영문 성명 beside the name.
5. Rear digits of the registration number.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from documents.domain.errors import Refusal
from documents.domain.options import TravelOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import TravelRecord, Trip
from documents.forms.material import options_as, record_as
from documents.forms.own_paper import require_own
from documents.service.clock import SEOUL


@dataclass(frozen=True, slots=True)
class ChosenTravel:
    """``trips`` oldest first. ``complete_until`` None: nothing is missing in the period. ``received`` in Seoul."""

    received: datetime
    name: str = field(repr=False)
    roman: str | None = field(repr=False)
    rrn: str = field(repr=False)
    address: str = field(repr=False)
    sex: str
    nationality: str
    passport_number: str | None = field(repr=False)
    since: date
    until: date
    complete_until: date | None
    trips: tuple[Trip, ...]


def require_content(draft: PaperDraft) -> None:
    """Raise Refusal("no_roman_name") when the English name was chosen and the office has none."""
    if options_as(draft, TravelOptions).english_name and not record_as(draft, TravelRecord).roman:
        raise Refusal("no_roman_name")


def choose(draft: PaperDraft) -> ChosenTravel:
    """Apply the options of ``draft``. Raise Halt("subject_mismatch") when the applicant is not the record's person."""
    record, options = record_as(draft, TravelRecord), options_as(draft, TravelOptions)
    require_own(draft, record.rrn)
    return ChosenTravel(
        received=draft.issued_at.astimezone(SEOUL),
        name=record.name.hangul,
        roman=record.roman if options.english_name else None,  # 4
        rrn=record.rrn.open() if options.back_digits else record.rrn.masked(),  # 5
        address=record.address,
        sex=record.sex,
        nationality=record.nationality,
        passport_number=record.passport_number,
        since=record.since,
        until=record.until,
        complete_until=record.complete_until if record.complete_until < record.until else None,  # 3
        trips=tuple(_within(record)),  # 2
    )


def _within(record: TravelRecord) -> list[Trip]:  # 1
    trips = [Trip(_day(trip.left, record), _day(trip.entered, record)) for trip in record.trips]
    return [trip for trip in trips if trip.left or trip.entered]


def _day(day: date | None, record: TravelRecord) -> date | None:
    return day if day is not None and record.since <= day <= record.until else None
