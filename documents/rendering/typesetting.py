"""Breaks text into lines that fit a width, and rows of cells into heights."""

from dataclasses import dataclass

from documents.forms.sheet import Cell, Table
from documents.rendering.fonts import Fonts
from documents.rendering.page import LEFT, RIGHT

SIZE, LEADING = 9.0, 12.5
PADDING = 5.0
MIN_ROW = 21.0


@dataclass(frozen=True, slots=True)
class SetCell:
    cell: Cell
    lines: tuple[str, ...]
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class SetRow:
    cells: tuple[SetCell, ...]
    height: float


def set_row(row: tuple[Cell, ...], table: Table, fonts: Fonts) -> SetRow:
    """Break every cell of ``row``; the tallest one sets the height."""
    cells, left, column = [], LEFT, 0
    for cell in row:
        width = sum(table.widths[column : column + cell.columns]) * (RIGHT - LEFT)
        cells.append(SetCell(cell, wrap(cell.text, width - 2 * PADDING, SIZE, fonts), left, width))
        left, column = left + width, column + cell.columns
    height = max(len(each.lines) for each in cells) * LEADING + 2 * PADDING - 1
    return SetRow(tuple(cells), max(height, MIN_ROW))


def wrap(text: str, width: float, size: float, fonts: Fonts, *, bold: bool = False) -> tuple[str, ...]:
    """Break at newlines and spaces; a word wider than the line breaks between characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        for word in paragraph.split(" "):
            joined = f"{lines[-1]} {word}" if lines[-1] else word
            if fonts.width(joined, size, bold=bold) <= width:
                lines[-1] = joined
            else:
                pieces = _fit(word, width, size, fonts, bold=bold)
                lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return tuple(lines)


def shrink(text: str, width: float, size: float, fonts: Fonts, *, bold: bool = False) -> float:
    """Give the size, at most ``size``, at which ``text`` fits in one line."""
    return min(size, size * width / max(fonts.width(text, size, bold=bold), 1))


def _fit(word: str, width: float, size: float, fonts: Fonts, *, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and fonts.width(pieces[-1] + character, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
