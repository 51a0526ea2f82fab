"""Where things stand on an A4 page. All lengths in points, y upwards from the lower edge."""

from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 595.276, 841.890
LEFT, RIGHT = 45.0, 550.0
MIDDLE = (LEFT + RIGHT) / 2
HEADER_TOP = 818.0
TITLE_TOP = 778.0
TITLE_HEIGHT = 100.0
TITLE_SHARE = 0.44
NEXT_PAGE_TOP = 770.0
"""Where tables go on after the first page."""
FOOTER_TOP = 118.0
CODE_SIDE = 62.0
CLOSING_HEIGHT = 150.0
"""End mark, fee, date, authority and seal: all on the page of the last row."""
SEAL_SIDE = 60.0
SEAL_FIELD = "seal"


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """``seal`` is the place of the signature field on the last page."""

    pdf: bytes
    seal: Box
