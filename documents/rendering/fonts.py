# mypy: allow-untyped-calls
"""The fonts of a paper: Pretendard GOV, and Noto Sans SC for the hanja it lacks. A glyph in neither stops the paper."""

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from documents.domain.errors import Halt

FOLDER = Path(__file__).with_name("fonts")
REGULAR, BOLD, FALLBACK = "PretendardGOV-Regular", "PretendardGOV-Bold", "NotoSansSC-Regular"
_JAMO = range(0x1100, 0x1200)
_UNSHAPED = frozenset({"Mn", "Mc", "Me", "Cf", "Cc", "Cn", "Co", "Cs"})
"""Categories that need shaping or have no picture: we set glyph beside glyph, so they cannot be printed truly."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Parsed once a process. A document must hold ``lock``: ReportLab's fonts serve one document at a time."""

    faces: dict[str, Any]
    lock: Lock = field(default_factory=Lock, repr=False)
    chosen: dict[tuple[str, bool], str] = field(default_factory=dict, repr=False)
    """Which font a character has, as found so far."""

    def runs(self, text: str, *, bold: bool = False) -> list[tuple[str, str]]:
        """Split ``text`` into (font name, piece). Raise Halt("missing_glyph") when no font has a character."""
        runs: list[tuple[str, str]] = []
        for character in text:
            name = self._font_of(character, bold=bold)
            if runs and runs[-1][0] == name:
                runs[-1] = (name, runs[-1][1] + character)
            else:
                runs.append((name, character))
        return runs

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Measure ``text`` in points."""
        return sum(self.advance(name, piece) for name, piece in self.runs(text, bold=bold)) * size

    def advance(self, name: str, piece: str) -> float:
        """Measure ``piece`` in the font ``name`` at size 1."""
        widths: dict[int, float] = self.faces[name].charWidths
        return sum(widths[ord(each)] for each in piece) / 1000

    def _font_of(self, character: str, *, bold: bool) -> str:
        name = self.chosen.get((character, bold))
        if name is None:
            name = self.chosen[character, bold] = self._look_up(character, bold=bold)
        return name

    def _look_up(self, character: str, *, bold: bool) -> str:
        code = ord(character)
        if code not in _JAMO and unicodedata.category(character) not in _UNSHAPED:
            for name in (BOLD if bold else REGULAR, FALLBACK):
                if self.faces[name].charToGlyph.get(code):
                    return name
        raise Halt("missing_glyph")


@cache
def load_fonts() -> Fonts:
    """Parse and register the three fonts with ReportLab, whose registry is one for the process."""
    faces = {}
    for name in (REGULAR, BOLD, FALLBACK):
        font = TTFont(name, str(FOLDER / f"{name}.ttf"), asciiReadable=0, shapable=False)
        setattr(font.face, "get_table", _cached_tables(font.face))  # noqa: B010 - replaces a method on purpose
        pdfmetrics.registerFont(font)
        faces[name] = font.face
    return Fonts(faces)


class _Slices:
    """A table that gives slices of itself without a copy of the whole (the outlines are 5 to 10 MB)."""

    def __init__(self, data: memoryview) -> None:
        self._data = data

    def __getitem__(self, part: slice) -> bytes:
        return bytes(self._data[part])


def _cached_tables(face: Any) -> Any:
    """Subsetting asks for whole tables on every paper; answer from memory."""
    copy = cache(face.get_table)
    start, length = face.get_table_pos("glyf")
    outlines = _Slices(memoryview(face._ttf_data)[start : start + length])  # noqa: SLF001 - no public way to the bytes
    return lambda tag: outlines if tag == "glyf" else copy(tag)
