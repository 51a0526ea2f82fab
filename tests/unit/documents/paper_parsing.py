"""Reads a finished paper against the sheet it was drawn from: nothing is missing, and nothing is there besides."""

from dataclasses import dataclass

from documents.forms.sheet import Cell, Sheet, Table
from documents.rendering.furniture import sample_mark
from documents.verifying.pages import page_texts
from tests.unit.documents.paper_expectations import squash


class Unlike(AssertionError):
    """The pages and the sheet do not say the same."""


def require_pages_say(sheet: Sheet, pdf: bytes) -> None:
    """Raise Unlike unless the pages hold, below their furniture, exactly the words of ``sheet`` in their order."""
    pages = [_body(squash(text), sheet) for text in page_texts(pdf)]
    pages[0] = _without_heading(pages[0], sheet)
    pages[-1] = _without_closing(pages[-1], sheet)
    reading = _Reading(
        [(table, squash("".join(cell.text for cell in row))) for table in sheet.tables for row in table.rows]
    )
    for page in pages:
        reading.read(page)
    if reading.rows:
        raise Unlike(f"{len(reading.rows)} rows are missing")


@dataclass
class _Reading:
    rows: list[tuple[Table, str]]

    def read(self, page: str) -> None:
        """Take the rows of ``page``; the head of a table may stand before its first row on the page."""
        opened: Table | None = None
        while page:
            if not self.rows:
                raise Unlike(f"besides the rows: {page}")
            table, row = self.rows[0]
            if opened is not table:
                page = _cut(page, "".join(map(_joined, table.head)))
            page, opened = _cut(page, row), table
            self.rows.pop(0)


def _joined(row: tuple[Cell, ...]) -> str:
    return squash("".join(cell.text for cell in row))


def _body(page: str, sheet: Sheet) -> str:
    """Cut off what stands on every page: it ends with the mark of a sample in the footer."""
    *_, body = page.rpartition(squash(sample_mark(sheet.language)))
    return body


def _without_heading(page: str, sheet: Sheet) -> str:
    certificate = sheet.certificate if sheet.heading == "split" else ""
    facts = "".join(f"{fact.label}:{fact.value}" for fact in sheet.facts)
    return _cut(page, squash("".join(sheet.title) + certificate + facts))


def _without_closing(page: str, sheet: Sheet) -> str:
    body, found, closing = page.rpartition(squash(sheet.end_mark))
    if not found:
        raise Unlike("no end mark")
    certificate = sheet.certificate if sheet.heading == "centred" else ""
    last = squash(sheet.date + sheet.fee + sheet.authority)
    if not closing.endswith(last) or sorted(closing.removesuffix(last)) != sorted(squash(certificate)):
        raise Unlike(f"closing: {closing}")  # the lines of a certificate at the foot are drawn upwards
    return body


def _cut(page: str, start: str) -> str:
    if not page.startswith(start):
        raise Unlike(f"{page[: len(start) + 20]} instead of {start}")
    return page.removeprefix(start)
