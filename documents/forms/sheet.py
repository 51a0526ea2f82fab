"""A page before it is drawn: words and cells, without fonts, positions or pages. Every form ends in one ``Sheet``."""

from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]
Language = Literal["ko", "en"]
Heading = Literal["split", "centred"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of one cell; a newline starts a new line. ``label`` cells are shaded."""

    text: str = field(repr=False)
    label: bool = False
    bold: bool = False
    align: Align = "center"
    columns: int = 1
    rows: int = 1
    """More than one only in a head: rows of the body may part at the end of a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` are shares of the page width and add up to 1. ``head`` is drawn again on every page that has rows."""

    widths: tuple[float, ...]
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    """What the table holds, for those who hear the page; not printed."""
    dense: bool = False
    """Many short rows, set close."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line beside the title, e.g. 용도 및 목적."""

    label: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    title: tuple[str, ...]
    """Large letters, a line each."""
    running_title: str
    """Title as one word, small, on every page."""
    form: str
    certificate: str
    """The sentence that makes it a certificate; a newline starts a new line."""
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    end_mark: str
    """Closes the tables, so that nothing can be added below."""
    fee: str
    date: str
    authority: str
    """Issuing head; after a newline the same in another language, small."""
    heading: Heading = "split"
    """``split``: title on the left, certificate and facts on the right. ``centred``: title and facts over the
    whole width, the certificate at the foot, above the date."""
    language: Language = "ko"
    """``en``: labels in both languages, for a reader abroad."""
