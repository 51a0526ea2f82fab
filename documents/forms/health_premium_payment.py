"""건강보험료 납부확인서: chosen data → sheet, after the insurer's own form."""

from typing import Any

from documents.domain.kind import PAPERS
from documents.domain.paper import PaperDraft
from documents.forms.premium_choice import ChosenPremiums, MonthRow, choose
from documents.forms.sheet import Cell, Sheet, Table
from documents.forms.words import issue_day, long_date, opening_facts, words_of

_PERSON_WIDTHS = (0.15, 0.37, 0.16, 0.32)
_MONTH_WIDTHS = (0.095, 0.135, 0.135, 0.135, 0.135, 0.145, 0.125, 0.095)
_AMOUNTS = ("billed_health", "billed_care", "paid_health", "paid_care", "paid_total")


def lay_out(draft: PaperDraft) -> Sheet:
    """Raise Halt("subject_mismatch") when applicant and record are not one person."""
    words, chosen, facts = words_of(draft.kind), choose(draft), PAPERS[draft.kind]
    return Sheet(
        title=(words["title"], words["use"][chosen.use]["title"]),
        running_title=facts.title,
        form=facts.form,
        certificate=words["use"][chosen.use]["certificate"],
        facts=opening_facts(draft, words),
        tables=(_person(draft, chosen, words), _months(chosen, words)),
        end_mark=words["end_mark"],
        fee=words["fee"],
        date=long_date(issue_day(draft)),
        authority=facts.authority,
        heading="centred",
    )


def _person(draft: PaperDraft, chosen: ChosenPremiums, words: dict[str, Any]) -> Table:
    period = words["months"].format(since=chosen.since, until=chosen.until)
    rows = (
        (*_pair(words["name"], draft.record.name.hangul), *_pair(words["rrn"], chosen.rrn)),
        _pair(words["address"], chosen.address, over=3),
        (*_pair(words["insured_as"], chosen.insured_as), *_pair(words["workplace"], chosen.workplace or "")),
        _pair(words["period"], period, over=3),
    )
    return Table(_PERSON_WIDTHS, (), rows, words["person"])


def _pair(label: str, value: str, over: int = 1) -> tuple[Cell, Cell]:
    return Cell(label, label=True), Cell(value, align="left" if over > 1 else "center", columns=over)


def _months(chosen: ChosenPremiums, words: dict[str, Any]) -> Table:
    total = (
        Cell(words["total"], label=True, bold=True),
        *(Cell(_won(getattr(chosen.totals, name)), align="right", bold=True) for name in _AMOUNTS),
        Cell(words["count"].format(count=len(chosen.months)), columns=2),
    )
    return Table(_MONTH_WIDTHS, _head(words), (*map(_month, chosen.months), total), words["history"], dense=True)


def _head(words: dict[str, Any]) -> tuple[tuple[Cell, ...], ...]:
    upper = (
        Cell(words["month"], label=True, rows=2),
        Cell(words["billed"], label=True, columns=2),
        Cell(words["paid"], label=True, columns=3),
        Cell(words["paid_on"], label=True, rows=2),
        Cell(words["note"], label=True, rows=2),
    )
    lower = tuple(Cell(words[name], label=True) for name in ("health", "care", "health", "care", "sum"))
    return upper, lower


def _month(row: MonthRow) -> tuple[Cell, ...]:
    return (
        Cell(f"{row.month:%Y-%m}"),
        *(Cell(_won(getattr(row, name)), align="right") for name in _AMOUNTS),
        Cell(f"{row.paid_on:%Y-%m-%d}" if row.paid_on else ""),
        Cell(row.note or ""),
    )


def _won(amount: int) -> str:
    return f"{amount:,}"
