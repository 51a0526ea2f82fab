"""What ends the last page: end mark, fee, date, the issuing head's name in large letters and the place of the seal."""

from documents.forms.sheet import Sheet
from documents.rendering.page import FOOTER_TOP, LEFT, MIDDLE, RIGHT, SEAL_SIDE, Box
from documents.rendering.pen import GREY, Pen
from documents.rendering.typesetting import shrink, wrap

_AUTHORITY = 25.0
_GAP = 3.0
_ABROAD = 8.5
_CERTIFICATE, _CERTIFICATE_LEADING, _ABOVE_DATE = 11.0, 15.5, 22.0


def draw_closing(pen: Pen, sheet: Sheet, bottom: float) -> Box:
    """Draw below ``bottom``, the lower edge of the last row. Give the place of the seal."""
    pen.centred(MIDDLE, bottom - 19, sheet.end_mark, 9)
    y = FOOTER_TOP + 36
    if sheet.heading == "centred":
        _draw_certificate(pen, sheet.certificate, y + 46 + _ABOVE_DATE)
    pen.centred(MIDDLE, y + 46, sheet.date, 12.5, gap=0.6)
    pen.text(LEFT + 2, FOOTER_TOP + 10, sheet.fee, 8, colour=GREY)
    room = RIGHT - LEFT - 2 * SEAL_SIDE
    authority, _, abroad = sheet.authority.partition("\n")
    size = shrink(authority, room - _GAP * len(authority), _AUTHORITY, pen.fonts, bold=True)
    end = pen.centred(MIDDLE - SEAL_SIDE / 4, y, authority, size, bold=True, gap=_GAP)
    # a seal is set over the last letter of the name
    left = end - SEAL_SIDE * 0.24
    pen.right(left - 6, y - 15, abroad, _ABROAD, bold=True)
    return Box(left, y + size * 0.36 - SEAL_SIDE / 2, left + SEAL_SIDE, y + size * 0.36 + SEAL_SIDE / 2)


def _draw_certificate(pen: Pen, certificate: str, lowest: float) -> None:
    """Draw upwards from the baseline ``lowest``: two lines find room below the end mark."""
    lines = wrap(certificate, RIGHT - LEFT - 60, _CERTIFICATE, pen.fonts)
    for line, text in enumerate(reversed(lines)):
        pen.centred(MIDDLE, lowest + line * _CERTIFICATE_LEADING, text, _CERTIFICATE)
