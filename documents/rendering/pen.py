"""Puts text and rules on a ReportLab canvas, choosing the font of every character."""

from typing import Any

from documents.rendering.fonts import Fonts
from documents.rendering.page import LEFT, RIGHT, Box

BLACK, GREY, RED = (0.07, 0.07, 0.07), (0.36, 0.36, 0.36), (0.76, 0.12, 0.12)
LABEL_SHADE = 0.925
HAIR, THIN, THICK = 0.35, 0.6, 1.1
Colour = tuple[float, float, float]


class Pen:
    def __init__(self, canvas: Any, fonts: Fonts) -> None:
        self.canvas, self.fonts = canvas, fonts

    def raw(self, operators: str) -> None:
        self.canvas._code.append(operators)  # noqa: SLF001 - the canvas has no call for foreign form objects

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: Colour = BLACK, gap: float = 0
    ) -> float:
        """Write from ``x`` on; ``gap`` is added after each character. Give the x behind the last one."""
        self.canvas.setFillColorRGB(*colour)
        for name, piece in self.fonts.runs(text, bold=bold):
            self.canvas.setFont(name, size)
            self.canvas.drawString(x, y, piece, charSpace=gap)
            x += self.fonts.advance(name, piece) * size + gap * len(piece)
        return x

    def centred(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: Colour = BLACK, gap: float = 0
    ) -> float:
        width = self.fonts.width(text, size, bold=bold) + gap * (len(text) - 1)
        return self.text(x - width / 2, y, text, size, bold=bold, colour=colour, gap=gap)

    def right(self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: Colour = BLACK) -> None:
        self.text(x - self.fonts.width(text, size, bold=bold), y, text, size, bold=bold, colour=colour)

    def cell(self, box: Box, label: bool) -> None:  # noqa: FBT001
        """Rule one cell, shaded when it is a label."""
        self.canvas.setLineWidth(HAIR)
        self.canvas.setFillGray(LABEL_SHADE)
        self.canvas.rect(box.left, box.bottom, box.right - box.left, box.top - box.bottom, fill=int(label))

    def frame(self, top: float, bottom: float, breaks: list[float]) -> None:
        """Draw the heavy outer rule, and a middling one at each of ``breaks``."""
        self.canvas.setLineWidth(THIN)
        for y in breaks:
            self.canvas.line(LEFT, y, RIGHT, y)
        self.canvas.setLineWidth(THICK)
        self.canvas.rect(LEFT, bottom, RIGHT - LEFT, top - bottom)

    def rule(self, y: float, weight: float = THIN) -> None:
        self.canvas.setLineWidth(weight)
        self.canvas.line(LEFT, y, RIGHT, y)
