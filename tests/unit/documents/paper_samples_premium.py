"""Drafts of 건강보험료 납부확인서 for 김서연, who pays every month on the tenth but for the last."""

from datetime import date

from documents.domain.kind import PaperKind
from documents.domain.options import PremiumOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import InsuredAs, PremiumMonth, PremiumRecord
from documents.domain.resident import ResidentId
from tests.unit.documents.paper_samples import SEOYEON, draft, invented_rrn

BORN = date(1988, 3, 14)
RRN = invented_rrn(BORN, "F", 10001)
ADDRESS = "서울특별시 마포구 월드컵로 212 (성산동)"
WORKPLACE = "주식회사 한빛물산"


def month(place: int) -> PremiumMonth:
    """The month ``place`` months before February 2026; each has figures of its own."""
    year, index = divmod(2026 * 12 + 1 - place, 12)
    health, care = 1_128_430 - 1_370 * place, 146_130 - 177 * place
    unpaid = place == 0
    return PremiumMonth(
        month=date(year, index + 1, 1),
        billed_health=health,
        billed_care=care,
        paid_health=0 if unpaid else health,
        paid_care=0 if unpaid else care,
        paid_on=None if unpaid else date(year, index + 1, 10),
        note="미납" if unpaid else "",
    )


MONTHS = tuple(month(place) for place in reversed(range(120)))
"""Ten years up to February 2026."""


def record(*months: PremiumMonth, **changes: object) -> PremiumRecord:
    fields = {
        "subject": ResidentId("r10001"),
        "name": SEOYEON,
        "born": BORN,
        "rrn": RRN,
        "address": ADDRESS,
        "insured_as": InsuredAs.EMPLOYEE,
        "workplace": WORKPLACE,
        "months": months or MONTHS,
    }
    return PremiumRecord(**{**fields, **changes})  # type: ignore[arg-type]


def premium_draft(options: PremiumOptions | None = None, **changes: object) -> PaperDraft:
    """Issued on 2 March 2026: without a period the months are March 2025 to February 2026."""
    given = {"kind": PaperKind.HEALTH_PREMIUM_PAYMENT, "record": record(), "options": options or PremiumOptions()}
    return draft(**{**given, **changes})
