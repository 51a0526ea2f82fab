"""주민등록표(등본): chosen data → sheet, in the layout of 주민등록법 시행규칙 [별지 제18호서식]."""

from typing import Any

from documents.domain.kind import PAPERS
from documents.domain.paper import PaperDraft
from documents.forms.register_choice import AddressRow, ChosenRegister, MemberRow, choose
from documents.forms.sheet import Cell, Sheet, Table
from documents.forms.words import days, issue_day, long_date, opening_facts, words_of

_HEAD_WIDTHS = (0.14, 0.36, 0.14, 0.36)
_ADDRESS_WIDTHS = (0.09, 0.51, 0.25, 0.15)
_MEMBER_WIDTHS = (0.07, 0.13, 0.27, 0.25, 0.13, 0.15)


def lay_out(draft: PaperDraft) -> Sheet:
    """Raise Halt("subject_mismatch") when applicant and record are not one person."""
    words, chosen, facts = words_of(draft.kind), choose(draft), PAPERS[draft.kind]
    return Sheet(
        title=tuple(words["title"]),
        running_title=facts.title,
        form=facts.form,
        certificate=words["certificate"],
        facts=opening_facts(draft, words),
        tables=(_household(chosen, words), _addresses(chosen.addresses, words), _members(chosen.members, words)),
        end_mark=words["end_mark"],
        fee=words["fee"],
        date=long_date(issue_day(draft)),
        authority=chosen.office,
    )


def _household(chosen: ChosenRegister, words: dict[str, Any]) -> Table:
    formation = [chosen.formation_reason, chosen.formed_on and chosen.formed_on.isoformat()]
    row = (
        Cell(words["householder"], label=True),
        Cell(chosen.householder or ""),
        Cell(words["formation"], label=True),
        Cell("\n".join(part for part in formation if part)),
    )
    return Table(_HEAD_WIDTHS, (), (row,), words["captions"]["household"])


def _addresses(rows: tuple[AddressRow, ...], words: dict[str, Any]) -> Table:
    head = tuple(Cell(words[name], label=True) for name in ("number", "address", "dates", "reason"))
    body = tuple(
        (
            Cell(words["current"] if place == 0 else str(len(rows) - place)),
            Cell(row.address, align="left"),
            Cell(days(row.moved_in, row.changed)),
            Cell(row.reason or ""),
        )
        for place, row in enumerate(rows)
    )
    return Table(_ADDRESS_WIDTHS, (head,), body, words["captions"]["addresses"])


def _members(rows: tuple[MemberRow, ...], words: dict[str, Any]) -> Table:
    names = ("number", "relation", "person", "dates", "status", "reason")
    head = tuple(Cell(words[name], label=True) for name in names)
    body = tuple(
        (
            Cell(str(place)),
            Cell(row.relation or ""),
            Cell(f"{row.name or ''}\n{row.rrn}"),
            Cell(days(row.moved_in, row.changed)),
            Cell(row.status),
            Cell(row.reason or ""),
        )
        for place, row in enumerate(rows, start=1)
    )
    return Table(_MEMBER_WIDTHS, (head,), body, words["captions"]["members"])
