# mypy: allow-untyped-calls
"""The transcript drawn: a plain list of what was said, marked on every page, with nothing of a paper's look."""

import io
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from channels.words import TranscriptWords
from documents.service.fonts import BOLD, REGULAR

if TYPE_CHECKING:
    from channels.counter.transcript import Transcript

_PLAIN, _STRONG = "Transcript", "Transcript-Bold"
_MARGIN, _FOOT = 20 * mm, 10 * mm
_SMALL = 9
_MISSING = "□"
_LOCK = Lock()
"""ReportLab's fonts serve one document at a time."""


def draw(transcript: "Transcript", words: TranscriptWords) -> bytes:
    """Give the transcript as PDF. A character that the font has not is a square."""
    with _LOCK:
        return _draw(transcript, words)


def _draw(transcript: "Transcript", words: TranscriptWords) -> bytes:
    out = io.BytesIO()
    face, title = _face(), _style(_STRONG, 16, after=6)
    small, day, line = _style(_PLAIN, _SMALL), _style(_STRONG, 10, before=10, after=4), _style(_PLAIN, 10, after=4)
    flow: list[Any] = [Paragraph(words.mark, title), Paragraph(transcript.made_at, small), Paragraph(words.note, small)]
    for each in transcript.lines:
        if each.day:
            flow.append(Paragraph(each.day, day))
        said = escape(_known(each.text, face)).replace("\n", "<br/>")
        flow.append(Paragraph(f"{each.clock} <b>{each.speaker}</b> {said}", line))
    margins = {"leftMargin": _MARGIN, "rightMargin": _MARGIN, "topMargin": _MARGIN, "bottomMargin": _MARGIN}
    document = SimpleDocTemplate(out, pagesize=A4, title=words.mark, initialFontName=_PLAIN, **margins)

    def mark(canvas: Any, page: Any) -> None:
        canvas.setFont(_PLAIN, _SMALL)
        canvas.drawString(_MARGIN, _FOOT, words.mark)
        canvas.drawRightString(A4[0] - _MARGIN, _FOOT, words.page.format(page=page.page))

    document.build(flow, onFirstPage=mark, onLaterPages=mark)
    return out.getvalue()


@cache
def _face() -> frozenset[int]:
    """Register the fonts once and give the code points that they can draw."""
    regular = TTFont(_PLAIN, str(REGULAR))
    registerFont(regular)
    registerFont(TTFont(_STRONG, str(BOLD)))
    registerFontFamily(_PLAIN, normal=_PLAIN, bold=_STRONG, italic=_PLAIN, boldItalic=_STRONG)
    return frozenset(regular.face.charToGlyph)


def _known(text: str, face: frozenset[int]) -> str:
    return "".join(each if ord(each) in face or each == "\n" else _MISSING for each in text)


def _style(font: str, size: float, *, before: float = 0, after: float = 0) -> ParagraphStyle:
    spaces = {"spaceBefore": before, "spaceAfter": after}
    return ParagraphStyle(font, fontName=font, fontSize=size, leading=size * 1.5, wordWrap="CJK", **spaces)
