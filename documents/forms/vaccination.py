"""예방접종증명서: chosen data → sheet, after 감염병예방법 시행규칙 [별지 제16호서식], Korean or bilingual."""

from typing import Any

from documents.domain.kind import PAPERS
from documents.domain.options import Language
from documents.domain.paper import PaperDraft
from documents.forms.material import people_facts
from documents.forms.sheet import Cell, Fact, Sheet, Table
from documents.forms.vaccination_choice import ChosenVaccinations, choose
from documents.forms.words import issue_day, words_of

_PERSON_WIDTHS = (0.18, 0.36, 0.20, 0.26)
_DOSE_WIDTHS = (0.08, 0.34, 0.10, 0.16, 0.32)


def lay_out(draft: PaperDraft) -> Sheet:
    """Raise Halt("subject_mismatch") when an own paper's applicant is not the person of the record."""
    chosen, facts = choose(draft), PAPERS[draft.kind]
    words = words_of(draft.kind)[chosen.language]
    day = issue_day(draft)
    return Sheet(
        title=tuple(words["title"]),
        running_title=facts.title,
        form=facts.form,
        certificate=words["certificate"],
        facts=(
            *people_facts(draft, words),
            Fact(words["purpose"]["label"], draft.purpose or words["purpose"]["none"]),
            Fact(words["issued"], f"{day:%Y-%m-%d}"),
        ),
        tables=(_person(chosen, words), _doses(chosen, words)),
        end_mark=words["end_mark"],
        fee=words["fee"],
        date=words["date"].format(day=day),
        authority=words["authority"],
        heading="centred",
        language="en" if chosen.language is Language.ENGLISH else "ko",
    )


def _person(chosen: ChosenVaccinations, words: dict[str, Any]) -> Table:
    name = f"{chosen.name} ({chosen.roman})" if chosen.roman else chosen.name
    born = (Cell(words["born"], label=True), Cell(f"{chosen.born:%Y-%m-%d}"))
    rows: list[tuple[Cell, ...]] = [(Cell(words["name"], label=True), Cell(name), *born)]
    if chosen.address:
        rows.append((Cell(words["address"], label=True), Cell(chosen.address, align="left", columns=3)))
    return Table(_PERSON_WIDTHS, (), tuple(rows), words["person"])


def _doses(chosen: ChosenVaccinations, words: dict[str, Any]) -> Table:
    head = tuple(Cell(words[name], label=True) for name in ("number", "vaccine", "round", "given", "clinic"))
    rows = tuple(
        (
            Cell(str(place)),
            Cell(dose.vaccine, align="left"),
            Cell(words["nth"].format(round=dose.round)),
            Cell(f"{dose.given:%Y-%m-%d}"),
            Cell(dose.clinic, align="left"),
        )
        for place, dose in enumerate(chosen.doses, start=1)
    )
    return Table(_DOSE_WIDTHS, (head,), rows, words["history"], dense=True)
