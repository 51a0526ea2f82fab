"""주민등록표(초본): chosen data → sheet, in the layout of 주민등록법 시행규칙 [별지 제19호서식]."""

from typing import Any

from documents.domain.kind import PAPERS
from documents.domain.paper import PaperDraft
from documents.forms.abstract_choice import AddressRow, ChangeRow, ChosenAbstract, ServiceDays, choose
from documents.forms.sheet import Cell, Sheet, Table
from documents.forms.words import days, issue_day, long_date, opening_facts, words_of

_PAIR_WIDTHS = (0.16, 0.34, 0.16, 0.34)
_ROW_WIDTHS = (0.09, 0.44, 0.25, 0.22)
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
        tables=tuple(_tables(chosen, words)),
        end_mark=words["end_mark"],
        fee=words["fee"],
        date=long_date(issue_day(draft)),
        authority=chosen.office,
    )


def _tables(chosen: ChosenAbstract, words: Words) -> list[Table]:
    tables = [_person(chosen, words)]
    if chosen.changes is not None:
        tables.append(_changes(chosen.changes, words))
    tables.append(_addresses(chosen.addresses, words))
    if chosen.military_chosen:
        tables.append(_military(chosen.military, words))
    return tables


def _label(words: Words, name: str) -> Cell:
    return Cell(words[name], label=True)


def _person(chosen: ChosenAbstract, words: Words) -> Table:
    rows: list[tuple[Cell, ...]] = [_pair(words, "name", chosen.name, "rrn", chosen.rrn)]
    if chosen.foreigner_number:
        rows.append((_label(words, "foreigner_number"), Cell(chosen.foreigner_number, columns=3)))
    return Table(_PAIR_WIDTHS, (), tuple(rows), words["captions"]["person"])


def _changes(rows: tuple[ChangeRow, ...], words: Words) -> Table:
    head = tuple(_label(words, name) for name in ("number", "changes", "change_dates", "reason"))
    body = tuple(
        (
            Cell(str(place)),
            Cell(words["change"].format(item=row.item, before=row.before, after=row.after), align="left"),
            Cell(days(row.changed, row.reported)),
            Cell(row.reason or ""),
        )
        for place, row in enumerate(rows, start=1)
    )
    return Table(_ROW_WIDTHS, (head,), body or ((Cell(words["no_changes"], columns=4),),), words["captions"]["changes"])


def _addresses(rows: tuple[AddressRow, ...], words: Words) -> Table:
    head = tuple(_label(words, name) for name in ("number", "address", "dates", "household"))
    body = tuple(
        (
            Cell(words["current"] if place == 0 else str(len(rows) - place)),
            Cell(row.address, align="left"),
            Cell(_lines(days(row.moved_in, row.changed), row.reason)),
            Cell(_lines(_householder(row, words), row.status)),
        )
        for place, row in enumerate(rows)
    )
    return Table(_ROW_WIDTHS, (head,), body, words["captions"]["addresses"])


def _lines(*texts: str | None) -> str:
    return "\n".join(text for text in texts if text)


def _householder(row: AddressRow, words: Words) -> str | None:
    if row.householder is None:
        return None
    filled: str = words["householder"].format(name=row.householder, relation=row.relation)
    return filled


def _military(service: ServiceDays | None, words: Words) -> Table:
    head = (Cell(words["military"], label=True, columns=4),)
    if service is None:
        rows: tuple[tuple[Cell, ...], ...] = ((Cell(words["no_military"], columns=4),),)
    else:
        rows = tuple(_pairs(service, words))
    return Table(_PAIR_WIDTHS, (head,), rows, words["captions"]["military"])


def _pairs(service: ServiceDays, words: Words) -> list[tuple[Cell, ...]]:
    discharged = service.discharged.isoformat() if service.discharged else words["serving"]
    rows = [_pair(words, "enlisted", service.enlisted.isoformat(), "discharged", discharged)]
    if service.details:
        each = service.details
        rows.append(_pair(words, "branch", each.branch, "rank", each.rank))
        reason = each.discharge_reason or words["no_reason"]
        rows.append(_pair(words, "service_number", each.service_number, "discharge_reason", reason))
    return rows


def _pair(words: Words, first: str, value: str, second: str, other: str) -> tuple[Cell, ...]:
    return _label(words, first), Cell(value), _label(words, second), Cell(other)
