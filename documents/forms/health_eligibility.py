"""건강보험 자격득실 확인서: chosen data → sheet, after the insurer's own form."""

from datetime import date
from typing import Any

from documents.domain.kind import PAPERS
from documents.domain.paper import PaperDraft
from documents.forms.eligibility_choice import ChosenEligibility, SpellRow, choose
from documents.forms.sheet import Cell, Sheet, Table
from documents.forms.words import issue_day, long_date, opening_facts, words_of

_PERSON_WIDTHS = (0.16, 0.34, 0.18, 0.32)
_SPELL_WIDTHS = (0.08, 0.20, 0.36, 0.18, 0.18)


def lay_out(draft: PaperDraft) -> Sheet:
    """Raise Halt("subject_mismatch") when applicant and record are not one person."""
    words, chosen, facts = words_of(draft.kind), choose(draft), PAPERS[draft.kind]
    return Sheet(
        title=(words["title"],),
        running_title=facts.title,
        form=facts.form,
        certificate=words["certificate"],
        facts=opening_facts(draft, words),
        tables=(_person(draft, chosen, words), _spells(chosen.spells, words)),
        end_mark=words["end_mark"],
        fee=words["fee"],
        date=long_date(issue_day(draft)),
        authority=facts.authority,
        heading="centred",
    )


def _person(draft: PaperDraft, chosen: ChosenEligibility, words: dict[str, Any]) -> Table:
    everything = chosen.since is None
    period = words["everything"] if everything else f"{chosen.since:%Y-%m-%d} ~ {chosen.until:%Y-%m-%d}"
    rows = (
        (
            Cell(words["name"], label=True),
            Cell(draft.record.name.hangul),
            Cell(words["rrn"], label=True),
            Cell(chosen.rrn),
        ),
        (Cell(words["period"], label=True), Cell(period, align="left", columns=3)),
    )
    return Table(_PERSON_WIDTHS, (), rows, words["person"])


def _spells(spells: tuple[SpellRow, ...], words: dict[str, Any]) -> Table:
    names = ("number", "insured_as", "workplace", "gained", "lost")
    head = tuple(Cell(words[name], label=True) for name in names)
    rows = tuple(_spell(place, each) for place, each in enumerate(spells, start=1))
    nothing = ((Cell(words["nothing"], columns=len(names)),),)
    note = (Cell(words["note"], align="left", columns=len(names)),)
    return Table(_SPELL_WIDTHS, (head,), (*(rows or nothing), note), words["history"])


def _spell(place: int, row: SpellRow) -> tuple[Cell, ...]:
    days = (Cell(_day(row.gained)), Cell(_day(row.lost)))
    return Cell(str(place)), Cell(row.insured_as), Cell(row.workplace or ""), *days


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
