"""출입국에 관한 사실증명: chosen data → sheet, in the layout of 출입국관리법 시행규칙 [별지 제138호서식], bilingual."""

from datetime import date
from typing import Any

from documents.domain.kind import PAPERS
from documents.domain.paper import PaperDraft
from documents.forms.material import people_facts
from documents.forms.sheet import Cell, Fact, Sheet, Table
from documents.forms.travel_choice import ChosenTravel, choose
from documents.forms.words import issue_day, long_date, words_of

_PERSON_WIDTHS = (0.17, 0.33, 0.19, 0.31)
_TRIP_WIDTHS = (0.12, 0.44, 0.44)
Words = dict[str, Any]


def lay_out(draft: PaperDraft) -> Sheet:
    """Raise Halt("subject_mismatch") when applicant and record are not one person."""
    words, chosen, facts = words_of(draft.kind), choose(draft), PAPERS[draft.kind]
    return Sheet(
        title=tuple(words["title"]),
        running_title=facts.title,
        form=facts.form,
        certificate=words["certificate"],
        facts=_facts(draft, chosen, words),
        tables=(_person(chosen, words), _trips(chosen, words)),
        end_mark=words["end_mark"],
        fee=words["fee"],
        date=words["date"].format(long=long_date(issue_day(draft)), short=issue_day(draft)),
        authority=f"{facts.authority}\n{words['authority_abroad']}",
        heading="centred",
        language="en" if chosen.roman else "ko",
    )


def _facts(draft: PaperDraft, chosen: ChosenTravel, words: Words) -> tuple[Fact, ...]:
    return (
        Fact(words["received"], f"{chosen.received:%Y-%m-%d %H:%M}"),
        *people_facts(draft, words),
        Fact(words["purpose"]["label"], draft.purpose or words["purpose"]["none"]),
        Fact(words["issued"], issue_day(draft).isoformat()),
    )


def _person(chosen: ChosenTravel, words: Words) -> Table:
    name = f"{chosen.name} ({chosen.roman})" if chosen.roman else chosen.name
    sex = words["sexes"].get(chosen.sex, chosen.sex)
    rows = (
        _pair(words, "name", name, "rrn", chosen.rrn),
        (_label(words, "address"), Cell(chosen.address, align="left", columns=3)),
        _pair(words, "sex", sex, "nationality", chosen.nationality),
        (_label(words, "passport_number"), Cell(chosen.passport_number or words["none"], columns=3)),
        _pair(words, "since", chosen.since.isoformat(), "until", chosen.until.isoformat()),
    )
    return Table(_PERSON_WIDTHS, (), rows, words["captions"]["person"])


def _trips(chosen: ChosenTravel, words: Words) -> Table:
    head = tuple(_label(words, name) for name in ("number", "left", "entered"))
    rows = [
        (Cell(str(place)), Cell(_day(trip.left, words)), Cell(_day(trip.entered, words)))
        for place, trip in enumerate(chosen.trips, start=1)
    ]
    body: list[tuple[Cell, ...]] = [*rows] or [(Cell(words["no_trips"], columns=3),)]
    if chosen.complete_until:
        note = words["lag"].format(day=chosen.complete_until.isoformat())
        body.append((Cell(note, align="left", columns=3),))
    return Table(_TRIP_WIDTHS, (head,), tuple(body), words["captions"]["trips"])


def _day(day: date | None, words: Words) -> str:
    return day.isoformat() if day else words["none"]


def _label(words: Words, name: str) -> Cell:
    return Cell(words[name], label=True)


def _pair(words: Words, first: str, value: str, second: str, other: str) -> tuple[Cell, ...]:
    return _label(words, first), Cell(value), _label(words, second), Cell(other)
