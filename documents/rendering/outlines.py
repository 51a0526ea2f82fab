"""Letters as vector paths, for seals and background marks: nothing to embed, nothing that text extraction meets."""

from functools import cache
from threading import Lock
from typing import Any

from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from documents.rendering.fonts import BOLD, FOLDER

_ONE_AT_A_TIME = Lock()
"""The font is read piece by piece from one file: two threads at once would read at each other's place."""


def letter(character: str) -> tuple[str, float]:
    """Give the path operators of ``character`` in an em of 1, and its advance width. Several threads may ask."""
    with _ONE_AT_A_TIME:
        return _outline(character)


@cache
def _outline(character: str) -> tuple[str, float]:
    font = _font()
    glyphs, name = font.getGlyphSet(), font.getBestCmap()[ord(character)]
    pen = _PathPen(glyphs, font["head"].unitsPerEm)
    glyphs[name].draw(pen)
    return " ".join(pen.operators), glyphs[name].width / font["head"].unitsPerEm


@cache
def _font() -> TTFont:
    return TTFont(FOLDER / f"{BOLD}.ttf", lazy=True)


class _PathPen(BasePen):  # type: ignore[misc]
    """Writes PDF path operators; quadratic curves arrive here as cubic ones."""

    def __init__(self, glyphs: Any, em: float) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []
        self._em = em

    def _moveTo(self, pt: Any) -> None:  # noqa: N802
        self._write("m", pt)

    def _lineTo(self, pt: Any) -> None:  # noqa: N802
        self._write("l", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802
        self._write("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def _write(self, operator: str, *points: Any) -> None:
        numbers = " ".join(f"{value / self._em:.3f}" for point in points for value in point)
        self.operators.append(f"{numbers} {operator}")
