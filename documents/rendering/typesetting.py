"""Breaks text into lines that fit a width, and rows of cells into heights."""

from dataclasses import dataclass

from documents.forms.sheet import Cell, Table
from documents.rendering.fonts import Fonts
from documents.rendering.page import LEFT, RIGHT

SIZE, LEADING = 9.0, 12.5
PADDING = 5.0
MIN_ROW = 21.0
DENSE_PADDING = 3.4
"""Above and below the lines of a dense table, whose rows may be as low as that makes them."""


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
    return set_rows((row,), table, fonts)[0]


def set_rows(rows: tuple[tuple[Cell, ...], ...], table: Table, fonts: Fonts) -> list[SetRow]:
    """Break the cells of rows that stay together. A cell over several rows is taken to be no higher than these."""
    taken: set[tuple[int, int]] = set()
    return [_set_row(place, row, table, fonts, taken) for place, row in enumerate(rows)]


def _set_row(place: int, row: tuple[Cell, ...], table: Table, fonts: Fonts, taken: set[tuple[int, int]]) -> SetRow:
    """``taken``: places (row, column) under a cell of a row above."""
    cells, column = [], 0
    for cell in row:
        while (place, column) in taken:
            column += 1
        taken.update((place + down, column + over) for down in range(1, cell.rows) for over in range(cell.columns))
        left = LEFT + sum(table.widths[:column]) * (RIGHT - LEFT)
        width = sum(table.widths[column : column + cell.columns]) * (RIGHT - LEFT)
        lines = wrap(cell.text, width - 2 * PADDING, SIZE, fonts, bold=cell.bold)
        cells.append(SetCell(cell, lines, left, width))
        column += cell.columns
    most = max((len(each.lines) for each in cells if each.cell.rows == 1), default=1)
    if table.dense:
        return SetRow(tuple(cells), most * LEADING + 2 * DENSE_PADDING - 1)
    return SetRow(tuple(cells), max(most * LEADING + 2 * PADDING - 1, MIN_ROW))


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
