"""Flows the rows of a sheet over pages. Heads repeat; the closing block takes the last short rows with it."""

from dataclasses import dataclass, field
from itertools import accumulate

from documents.forms.sheet import Sheet, Table
from documents.rendering.fonts import Fonts
from documents.rendering.page import CLOSING_HEIGHT, FOOTER_TOP, NEXT_PAGE_TOP, TITLE_HEIGHT, TITLE_TOP
from documents.rendering.typesetting import SetRow, set_row, set_rows

KEPT_HEIGHT = 65.0
"""Three rows of one line."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    row: SetRow
    top: float
    opens: bool
    """First row of its table on this page: a heavier rule above."""


@dataclass(slots=True)
class Page:
    top: float
    rows: list[PlacedRow] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        """Lower edge of the last row."""
        return self.rows[-1].top - self.rows[-1].row.height if self.rows else self.top

    def place(self, row: SetRow, *, opens: bool) -> None:
        self.rows.append(PlacedRow(row, self.bottom, opens))


def paginate(sheet: Sheet, fonts: Fonts) -> list[Page]:
    """Place every row. The first page starts below the title block."""
    pages = [Page(TITLE_TOP - TITLE_HEIGHT)]
    for table in sheet.tables:
        _flow(table, pages, fonts, last=table is sheet.tables[-1])
    return pages


def _flow(table: Table, pages: list[Page], fonts: Fonts, *, last: bool) -> None:
    head = set_rows(table.head, table, fonts)
    rows = [set_row(row, table, fonts) for row in table.rows]
    head_height, opened = sum(row.height for row in head), False
    kept = _kept(rows) if last else 0
    for place, row in enumerate(rows):
        closing = place >= len(rows) - kept
        needed = sum(each.height for each in rows[place:]) + CLOSING_HEIGHT if closing else row.height
        needed += 0 if opened else head_height
        if pages[-1].bottom - needed < FOOTER_TOP + 6:
            pages.append(Page(NEXT_PAGE_TOP))
            opened = False
        if not opened:
            for number, line in enumerate(head):
                pages[-1].place(line, opens=number == 0)
        pages[-1].place(row, opens=not opened and not head)
        opened = True


def _kept(rows: list[SetRow]) -> int:
    """Count the rows at the end that stay together: one that stood alone on the last page would look lost."""
    heights = accumulate(row.height for row in reversed(rows))
    return max(1, sum(height <= KEPT_HEIGHT for height in heights))
