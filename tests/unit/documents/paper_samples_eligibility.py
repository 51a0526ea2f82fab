"""Drafts of 건강보험 자격득실 확인서 for 김서연, who was insured in each of the four ways."""

from datetime import date

from documents.domain.kind import PaperKind
from documents.domain.options import EligibilityOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import EligibilityRecord, InsuredAs, InsuredSpell
from documents.domain.resident import ResidentId
from tests.unit.documents.paper_samples import SEOYEON, draft
from tests.unit.documents.paper_samples_premium import BORN, RRN

SPELLS = (
    InsuredSpell(InsuredAs.EMPLOYEE, "주식회사 한빛물산", date(2019, 4, 1), None),
    InsuredSpell(InsuredAs.LOCAL_HEAD, None, date(2018, 11, 16), date(2019, 4, 1)),
    InsuredSpell(InsuredAs.EMPLOYEE, "도담출판사", date(2013, 7, 2), date(2018, 11, 16)),
    InsuredSpell(InsuredAs.LOCAL_MEMBER, None, date(2012, 9, 3), date(2013, 7, 2)),
    InsuredSpell(InsuredAs.DEPENDANT, "새울학원", date(2006, 3, 20), date(2012, 9, 3)),
)


def record(*spells: InsuredSpell, **changes: object) -> EligibilityRecord:
    fields = {"subject": ResidentId("r10001"), "name": SEOYEON, "born": BORN, "rrn": RRN, "spells": spells or SPELLS}
    return EligibilityRecord(**{**fields, **changes})  # type: ignore[arg-type]


def eligibility_draft(options: EligibilityOptions | None = None, **changes: object) -> PaperDraft:
    given = {"kind": PaperKind.HEALTH_ELIGIBILITY, "record": record(), "options": options or EligibilityOptions()}
    return draft(**{**given, **changes})
