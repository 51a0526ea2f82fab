# mypy: allow-untyped-calls
"""Draws a laid-out paper with ReportLab: text and rules only, uncompressed; the archive step compresses once."""

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from documents.domain.paper import PaperDraft
from documents.forms.sheet import Sheet
from documents.rendering import page as place
from documents.rendering.closing import draw_closing
from documents.rendering.fonts import REGULAR, Fonts
from documents.rendering.furniture import draw_furniture
from documents.rendering.heading import draw_heading
from documents.rendering.pagination import PlacedRow, paginate
from documents.rendering.pen import Pen
from documents.rendering.typesetting import LEADING, PADDING, SIZE, SetCell

BACKGROUND, CODES = "Weave", "Codes"
"""Names of the form objects that the archive step adds to every page."""


def draw(draft: PaperDraft, sheet: Sheet, fonts: Fonts) -> place.DrawnPaper:
    """Give the pages. The caller holds ``fonts.lock``."""
    buffer = BytesIO()
    pen = Pen(_canvas(buffer), fonts)
    pages = paginate(sheet, fonts)
    for number, page in enumerate(pages, start=1):
        pen.raw(f"/{BACKGROUND} Do /{CODES} Do")
        draw_furniture(pen, draft, sheet, number, len(pages))
        if number == 1:
            draw_heading(pen, sheet)
        _draw_rows(pen, page.rows)
        if number == len(pages):
            seal = draw_closing(pen, sheet, page.bottom)
        pen.canvas.showPage()
    pen.canvas.save()
    return place.DrawnPaper(buffer.getvalue(), seal)


def _canvas(buffer: BytesIO) -> Any:
    """Without ``initialFontName`` every page would open with Helvetica, which is not embedded."""
    return Canvas(
        buffer,
        pagesize=(place.WIDTH, place.HEIGHT),
        pageCompression=0,
        invariant=1,
        initialFontName=REGULAR,
        initialFontSize=SIZE,
    )


def _draw_rows(pen: Pen, rows: list[PlacedRow]) -> None:
    cells = [(cell, each.top, _height(cell, rows[nth:])) for nth, each in enumerate(rows) for cell in each.row.cells]
    for cell, top, height in cells:
        pen.cell(place.Box(cell.left, top - height, cell.left + cell.width, top), cell.cell.label)
    for cell, top, height in cells:
        _draw_text(pen, cell, top, height)
    pen.frame(rows[0].top, rows[-1].top - rows[-1].row.height, [each.top for each in rows if each.opens])


def _height(cell: SetCell, rows: list[PlacedRow]) -> float:
    """Measure a cell whose own row is the first of ``rows``."""
    return sum(each.row.height for each in rows[: cell.cell.rows])


def _draw_text(pen: Pen, cell: SetCell, top: float, height: float) -> None:
    baseline = top - (height - len(cell.lines) * LEADING) / 2 - LEADING * 0.74
    for line in cell.lines:
        if cell.cell.align == "left":
            pen.text(cell.left + PADDING, baseline, line, SIZE, bold=cell.cell.bold)
        elif cell.cell.align == "right":
            pen.right(cell.left + cell.width - PADDING, baseline, line, SIZE, bold=cell.cell.bold)
        else:
            pen.centred(cell.left + cell.width / 2, baseline, line, SIZE, bold=cell.cell.bold)
        baseline -= LEADING
