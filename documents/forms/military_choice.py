"""Chooses what of a military record goes on a 병적증명서. What is not chosen here never reaches page or attachment.

Numbered as in 병역법 시행규칙 [별지 제5호서식] and the choices of the application form:

1. 입영일자 and 전역일자 stand always; the second is open while somebody serves.
2. 군별, 계급, 군번, 주특기(병과), 역종, 전역사유, 입영부대(구분), 신체등급: each only when chosen.
3. A person who did not serve: 병역판정검사일, 신체등급, 처분, 처분사유; there is nothing to choose.
4. 주민등록번호: never its rear digits, which the application form does not offer.
"""

from dataclasses import dataclass, field
from datetime import date

from documents.domain.errors import Refusal
from documents.domain.options import MilitaryItem, MilitaryOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import Examination, MilitaryRecord, Service
from documents.forms.material import options_as, record_as
from documents.forms.own_paper import require_own


@dataclass(frozen=True, slots=True)
class ChosenService:
    """``items``: the chosen ones alone; None in one: the record has none, e.g. no 전역사유 yet."""

    enlisted: date
    discharged: date | None
    items: dict[MilitaryItem, str | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChosenMilitary:
    """Exactly one of ``service`` and ``examination`` is set."""

    name: str = field(repr=False)
    rrn: str = field(repr=False)
    address: str = field(repr=False)
    service: ChosenService | None
    examination: Examination | None
    office: str


def require_content(draft: PaperDraft) -> None:
    """Raise Refusal("no_record") when the office knows neither of service nor of an examination."""
    record = record_as(draft, MilitaryRecord)
    if record.service is None and record.examination is None:
        raise Refusal("no_record")


def choose(draft: PaperDraft) -> ChosenMilitary:
    """Apply the options of ``draft``. Raise Halt("subject_mismatch") when the applicant is not the record's person."""
    record, options = record_as(draft, MilitaryRecord), options_as(draft, MilitaryOptions)
    require_own(draft, record.rrn)
    return ChosenMilitary(
        name=record.name.printed(),
        rrn=record.rrn.masked(),  # 4
        address=record.address,
        service=_service(record.service, options.items) if record.service else None,
        examination=None if record.service else record.examination,  # 3
        office=record.issuing_office,
    )


def _service(service: Service, chosen: frozenset[MilitaryItem]) -> ChosenService:
    return ChosenService(
        enlisted=service.enlisted,  # 1
        discharged=service.discharged,
        items={item: _value(service, item) for item in MilitaryItem if item in chosen},  # 2
    )


def _value(service: Service, item: MilitaryItem) -> str | None:
    values = {
        MilitaryItem.BRANCH: service.branch,
        MilitaryItem.RANK: service.rank,
        MilitaryItem.SERVICE_NUMBER: service.service_number,
        MilitaryItem.SPECIALTY: service.specialty,
        MilitaryItem.CATEGORY: service.category,
        MilitaryItem.DISCHARGE_REASON: service.discharge_reason,
        MilitaryItem.UNIT: service.unit,
        MilitaryItem.GRADE: service.grade,
    }
    return values[item]
