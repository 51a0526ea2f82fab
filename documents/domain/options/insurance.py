"""Options of 건강보험료 납부확인서 and 건강보험 자격득실 확인서."""

from dataclasses import dataclass
from enum import StrEnum

from documents.domain.options.period import WithPeriod


class PremiumUse(StrEnum):
    """What a 납부확인서 is for; changes its sentence, not its figures."""

    SUBMISSION = "submission"
    YEAR_END = "year_end"
    """연말정산."""
    LOAN = "loan"


@dataclass(frozen=True, slots=True)
class PremiumOptions(WithPeriod):
    """Without a period: the twelve whole months before the month of issue."""

    use: PremiumUse = PremiumUse.SUBMISSION
    back_digits: bool = False


@dataclass(frozen=True, slots=True)
class EligibilityOptions(WithPeriod):
    """Without a period: 전체."""

    back_digits: bool = False
