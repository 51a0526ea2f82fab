"""Chooses what of an insurance record goes on a 건강보험료 납부확인서.

1. 대상기간: the months that the chosen days touch, or the twelve whole months before the month of issue.
2. Rear digits of the registration number.
3. Use (제출용, 연말정산용, 대출용): the paper's second title and its sentence, never its figures.
4. 합계: the sums of the rows that are printed, whatever else the insurer knows.
"""

from dataclasses import dataclass, field
from datetime import date

from documents.domain.errors import Refusal
from documents.domain.options import PremiumOptions, PremiumUse
from documents.domain.paper import PaperDraft
from documents.domain.records import PremiumMonth, PremiumRecord
from documents.forms.material import options_as, record_as
from documents.forms.own_paper import require_own
from documents.forms.words import issue_day
from documents.period import premium_period

NO_PREMIUMS = "no_premiums"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month; amounts in won. ``month`` is its first day."""

    month: date
    billed_health: int
    billed_care: int
    paid_health: int
    paid_care: int
    paid_total: int
    paid_on: date | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    billed_health: int
    billed_care: int
    paid_health: int
    paid_care: int
    paid_total: int


@dataclass(frozen=True, slots=True)
class ChosenPremiums:
    """``since`` and ``until`` are the first days of the first and the last month asked for; rows oldest first."""

    rrn: str = field(repr=False)
    address: str = field(repr=False)
    insured_as: str
    workplace: str | None
    since: date
    until: date
    use: PremiumUse
    months: tuple[MonthRow, ...]
    totals: Totals


def choose(draft: PaperDraft) -> ChosenPremiums:
    """Apply the options of ``draft``. Raise Halt("subject_mismatch") when the record is not the applicant's."""
    record, options = record_as(draft, PremiumRecord), options_as(draft, PremiumOptions)
    require_own(draft, record.rrn)
    since, until = (day.replace(day=1) for day in premium_period(options, issue_day(draft)))  # 1
    months = tuple(_row(each) for each in record.months if since <= each.month <= until)
    return ChosenPremiums(
        rrn=record.rrn.open() if options.back_digits else record.rrn.masked(),  # 2
        address=record.address,
        insured_as=record.insured_as.value,
        workplace=record.workplace,
        since=since,
        until=until,
        use=options.use,  # 3
        months=months,
        totals=_add_up(months),
    )


def require_content(draft: PaperDraft) -> None:
    """Raise Refusal("no_premiums") when nothing was billed in the period: there is nothing to confirm."""
    if not choose(draft).months:
        raise Refusal(NO_PREMIUMS)


def _row(month: PremiumMonth) -> MonthRow:
    return MonthRow(
        month=month.month,
        billed_health=month.billed_health,
        billed_care=month.billed_care,
        paid_health=month.paid_health,
        paid_care=month.paid_care,
        paid_total=month.paid_health + month.paid_care,
        paid_on=month.paid_on,
        note=month.note or None,
    )


def _add_up(rows: tuple[MonthRow, ...]) -> Totals:  # 4
    return Totals(
        billed_health=sum(row.billed_health for row in rows),
        billed_care=sum(row.billed_care for row in rows),
        paid_health=sum(row.paid_health for row in rows),
        paid_care=sum(row.paid_care for row in rows),
        paid_total=sum(row.paid_total for row in rows),
    )
