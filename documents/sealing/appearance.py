# mypy: allow-untyped-calls
"""The picture of the seal: letters in columns, red, in a double frame. Paths only, so there is no font to embed."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.stamp import StaticStampStyle

from documents.rendering.outlines import letter

SAMPLE = ("견본", "직인")
"""Columns, the right one first, as seals are read."""
_SIDE = 100.0
_MARGIN = 12.0
_FRAMES = ((2.0, 4.0), (7.0, 1.4))
"""Distance from the edge and weight of the two frames."""


def seal_style(columns: tuple[str, ...] = SAMPLE) -> Any:
    """Give the pyHanko stamp style of the seal, over the whole field. One for each paper: it holds on to the file."""
    middle = AxisAlignment.ALIGN_MID
    return StaticStampStyle(
        background=RawContent(_drawing(columns), box=BoxConstraints(width=_SIDE, height=_SIDE)),
        background_layout=SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=Margins.uniform(0)),
        background_opacity=1.0,
        border_width=0,
    )


@cache
def _drawing(columns: tuple[str, ...]) -> bytes:
    frames = [f"{weight} w {edge} {edge} {_SIDE - 2 * edge} {_SIDE - 2 * edge} re S" for edge, weight in _FRAMES]
    return "\n".join(["q 0.79 0.09 0.09 RG 0.79 0.09 0.09 rg", *frames, *_letters(columns), "Q"]).encode()


def _letters(columns: tuple[str, ...]) -> Iterator[str]:
    room = _SIDE - 2 * _MARGIN
    for place, column in enumerate(columns):
        width, height = room / len(columns), room / len(column)
        left = _SIDE - _MARGIN - (place + 1) * width
        for row, character in enumerate(column):
            path, advance = letter(character)
            bottom = _SIDE - _MARGIN - (row + 1) * height
            # a letter fills about nine tenths of its advance and of its em, from a little below the line
            across, up = width * 0.94 / advance, height * 1.02
            placed = [across, 0, 0, up, left + width * 0.03, bottom + height * 0.14]
            yield f"q {' '.join(f'{value:.3f}' for value in placed)} cm {path} f Q"
