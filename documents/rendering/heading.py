"""The block at the top of the first page.

Split: large title on the left, what certifies it on the right. Centred: title over the whole width, facts beneath.
"""

from documents.forms.sheet import Fact, Sheet
from documents.rendering.page import LEFT, MIDDLE, RIGHT, TITLE_HEIGHT, TITLE_SHARE, TITLE_TOP, Box
from documents.rendering.pen import THICK, Pen
from documents.rendering.typesetting import shrink, wrap

_SPLIT = LEFT + (RIGHT - LEFT) * TITLE_SHARE
_LABEL_WIDTH = 62.0
_TEXT, _LEADING = 9.0, 14.5
_WIDE_TITLE, _WIDE_GAP = 25.0, 7.0


def draw_heading(pen: Pen, sheet: Sheet) -> None:
    if sheet.heading == "centred":
        _draw_centred(pen, sheet)
    else:
        _draw_split(pen, sheet)


def _draw_centred(pen: Pen, sheet: Sheet) -> None:
    (first, *rest), facts = sheet.title, sheet.facts
    room = RIGHT - LEFT - _WIDE_GAP * len(first)
    size = shrink(first, room, _WIDE_TITLE, pen.fonts, bold=True)
    pen.centred(MIDDLE, TITLE_TOP - (38 if rest else 44), first, size, bold=True, gap=_WIDE_GAP)
    for number, line in enumerate(rest):
        pen.centred(MIDDLE, TITLE_TOP - 57 - number * 16, line, 11.5, gap=0.4)
    lowest, columns = TITLE_TOP - TITLE_HEIGHT + 8, ((LEFT + 2, MIDDLE + 16), (MIDDLE + 24, RIGHT))
    for place, fact in enumerate(facts):
        left, right = columns[place % 2]
        y = lowest + _LEADING * ((len(facts) - 1) // 2 - place // 2)
        label = pen.text(left, y, f"{fact.label}: ", _TEXT)
        pen.text(label, y, fact.value, shrink(fact.value, right - label, _TEXT, pen.fonts))


def _draw_split(pen: Pen, sheet: Sheet) -> None:
    pen.cell(Box(LEFT, TITLE_TOP - TITLE_HEIGHT, _SPLIT, TITLE_TOP), label=False)
    pen.cell(Box(_SPLIT, TITLE_TOP - TITLE_HEIGHT, RIGHT, TITLE_TOP), label=False)
    pen.canvas.setLineWidth(THICK)
    pen.canvas.rect(LEFT, TITLE_TOP - TITLE_HEIGHT, RIGHT - LEFT, TITLE_HEIGHT)
    _draw_title(pen, sheet.title)
    _draw_certificate(pen, sheet)


def _draw_title(pen: Pen, title: tuple[str, ...]) -> None:
    middle, (first, *rest) = (LEFT + _SPLIT) / 2, title
    pen.centred(middle, TITLE_TOP - (44 if rest else 58), first, 25, bold=True, gap=9)
    for number, line in enumerate(rest):
        pen.centred(middle, TITLE_TOP - 72 - number * 20, line, 16, bold=True, gap=5)


def _draw_certificate(pen: Pen, sheet: Sheet) -> None:
    left, y = _SPLIT + 10, TITLE_TOP - 19
    for line in wrap(sheet.certificate, RIGHT - left - 8, _TEXT, pen.fonts, bold=True):
        pen.text(left, y, line, _TEXT, bold=True)
        y -= 13
    y = TITLE_TOP - TITLE_HEIGHT + 10 + _LEADING * (len(sheet.facts) - 1)
    for fact in sheet.facts:
        _draw_fact(pen, fact, left, y)
        y -= _LEADING


def _draw_fact(pen: Pen, fact: Fact, left: float, y: float) -> None:
    width = RIGHT - left - _LABEL_WIDTH - 8
    pen.text(left, y, f"{fact.label}:", _TEXT)
    pen.text(left + _LABEL_WIDTH, y, fact.value, shrink(fact.value, width, _TEXT, pen.fonts))
