"""병적증명서: chosen data → sheet, in the layout of 병역법 시행규칙 [별지 제5호서식]."""

from typing import Any

from documents.domain.kind import PAPERS
from documents.domain.options import MilitaryItem
from documents.domain.paper import PaperDraft
from documents.domain.records import Examination
from documents.forms.military_choice import ChosenMilitary, ChosenService, choose
from documents.forms.sheet import Cell, Sheet, Table
from documents.forms.words import issue_day, long_date, opening_facts, words_of

_WIDTHS = (0.17, 0.33, 0.17, 0.33)
Words = dict[str, Any]


def lay_out(draft: PaperDraft) -> Sheet:
    """Raise Halt("subject_mismatch") when applicant and record are not one person."""
    words, chosen, facts = words_of(draft.kind), choose(draft), PAPERS[draft.kind]
    return Sheet(
        title=tuple(words["title"]),
        running_title=facts.title,
        form=facts.form,
        certificate=words["certificate"],
        facts=opening_facts(draft, words),
        tables=(_person(chosen, words), _record(chosen, words)),
        end_mark=words["end_mark"],
        fee=words["fee"],
        date=long_date(issue_day(draft)),
        authority=chosen.office,
        heading="centred",
    )


def _person(chosen: ChosenMilitary, words: Words) -> Table:
    rows = (
        _pair(words["name"], chosen.name, words["rrn"], chosen.rrn),
        (Cell(words["address"], label=True), Cell(chosen.address, align="left", columns=3)),
    )
    return Table(_WIDTHS, _head(words["person"]), rows, words["person"])


def _record(chosen: ChosenMilitary, words: Words) -> Table:
    if chosen.service is not None:
        return Table(_WIDTHS, _head(words["service"]), _service(chosen.service, words), words["service"])
    rows = _examination(chosen.examination, words) if chosen.examination else ()
    return Table(_WIDTHS, _head(words["examination"]), rows, words["examination"])


def _head(text: str) -> tuple[tuple[Cell, ...], ...]:
    return ((Cell(text, label=True, columns=4),),)


def _service(service: ChosenService, words: Words) -> tuple[tuple[Cell, ...], ...]:
    """Keep the cells of the form; those of items that were not chosen stay empty."""
    discharged = service.discharged.isoformat() if service.discharged else words["serving"]
    days = _pair(words["enlisted"], service.enlisted.isoformat(), words["discharged"], discharged)
    cells = [(words["items"][item], _value(service, item, words)) for item in map(MilitaryItem, words["items"])]
    pairs = (_pair(*first, *second) for first, second in zip(cells[::2], cells[1::2], strict=True))
    complete = len(service.items) == len(MilitaryItem)
    note = () if complete else ((Cell(words["not_chosen"], align="left", columns=4),),)
    return (days, *pairs, *note)


def _value(service: ChosenService, item: MilitaryItem, words: Words) -> str:
    if item not in service.items:
        return ""
    return service.items[item] or words["none"]


def _examination(examination: Examination, words: Words) -> tuple[tuple[Cell, ...], ...]:
    examined = examination.examined.isoformat()
    return (
        _pair(words["examined"], examined, words["grade"], examination.grade),
        _pair(words["disposition"], examination.disposition, words["reason"], examination.reason),
    )


def _pair(first: str, value: str, second: str, other: str) -> tuple[Cell, ...]:
    return Cell(first, label=True), Cell(value), Cell(second, label=True), Cell(other)
