"""Each kind × record × set of options: the paper says the register's snapshot, field by field, and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from documents.domain.errors import Refusal
from documents.domain.kind import PaperKind
from documents.domain.paper import PaperDraft
from documents.forms.catalogue import FORMS
from documents.forms.sheet import Cell, Sheet
from tests.unit.documents.paper_expectations import as_laid, expected, squash
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_kinds import OPTION_SETS, RESIDENTS
from tests.unit.documents.paper_pages import data_of
from tests.unit.documents.paper_parsing import Unlike, require_pages_say
from tests.unit.documents.paper_schemas import require_schema


@st.composite
def drafts(draw: st.DrawFn, kind: PaperKind) -> PaperDraft:
    """Only what gets as far as a page: no period without premiums."""
    resident: PaperDraft = draw(st.sampled_from(RESIDENTS[kind]))
    made = replace(resident, options=draw(OPTION_SETS[kind]))
    try:
        FORMS[kind].require(made)
    except Refusal:
        reject()
    return made


@pytest.mark.parametrize("kind", PaperKind)
def test_the_tables_are_the_snapshot_as_chosen(kind):
    @settings(max_examples=200, deadline=None)
    @given(drafts(kind))
    def each(made: PaperDraft) -> None:
        assert as_laid(FORMS[kind].lay_out(made), made) == expected(made)

    each()


@pytest.mark.parametrize("kind", PaperKind)
def test_the_pages_are_the_tables_and_nothing_else(kind):
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(drafts(kind))
    def each(made: PaperDraft) -> None:
        pdf = renderer().render(made)
        require_pages_say(FORMS[kind].lay_out(made), pdf)
        assert data_of(pdf) == FORMS[kind].as_data(made)

    each()


@pytest.mark.parametrize("kind", PaperKind)
def test_the_attachment_says_what_the_tables_say_and_no_more(kind):
    @settings(max_examples=100, deadline=None)
    @given(drafts(kind))
    def each(made: PaperDraft) -> None:
        data = FORMS[kind].as_data(made)
        require_schema(data)
        if kind is PaperKind.HEALTH_PREMIUM_PAYMENT:
            data["period"] = {name: f"{day[:4]}년{int(day[5:])}월" for name, day in data["period"].items()}
        told = "".join(cell for table in expected(made) for row in table for cell in row)
        body = {name: value for name, value in data.items() if name not in _TOLD_ELSEWHERE}
        unknown = [leaf for leaf in _leaves(body) if squash(leaf) not in told]
        assert unknown == []

    each()


_TOLD_ELSEWHERE = {
    *("version", "kind", "number", "issued_at", "expires_at", "received_at", "applicant", "subject", "purpose"),
    *("office", "use", "language"),
}
"""Above or below the tables."""


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, bool) or value is None:
        return
    else:
        yield f"{value:,}" if isinstance(value, int) else value


def _changed(sheet: Sheet, rows: Callable[[tuple[tuple[Cell, ...], ...]], tuple[tuple[Cell, ...], ...]]) -> Sheet:
    first, *rest = sheet.tables
    return replace(sheet, tables=(replace(first, rows=rows(first.rows)), *rest))


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: _changed(sheet, lambda rows: rows[:-1]),
        lambda sheet: _changed(sheet, lambda rows: (*rows, (Cell("더"),))),
        lambda sheet: _changed(sheet, lambda rows: ((replace(rows[0][0], text="다른 말"), *rows[0][1:]), *rows[1:])),
        lambda sheet: replace(sheet, facts=sheet.facts[1:]),
        lambda sheet: replace(sheet, certificate=sheet.certificate + "!"),
        lambda sheet: replace(sheet, authority="다른 기관의 장"),
        lambda sheet: replace(sheet, tables=sheet.tables[:1]),
    ],
    ids=["row too few", "row too many", "other cell", "no fact", "other certificate", "other authority", "no table"],
)
def test_pages_that_say_something_else_are_found_out(kind, change):
    made = RESIDENTS[kind][0]
    sheet = FORMS[kind].lay_out(made)
    pdf = renderer().render(made)
    require_pages_say(sheet, pdf)
    with pytest.raises(Unlike):
        require_pages_say(change(sheet), pdf)
