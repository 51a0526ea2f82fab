"""The same sheet as a web page, to be read aloud or enlarged: semantic tables, languages named, no script."""

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from documents.domain.paper import PaperDraft
from documents.forms.catalogue import FORMS
from documents.forms.sheet import Language, Sheet
from documents.rendering.furniture import how_to_check, number_label, sample_mark
from documents.rendering.furniture import words as furniture_words
from documents.service.clock import SEOUL

_HANGUL = re.compile(r"([가-힣](?:[^A-Za-z\n]*[가-힣])?)")
"""A run of Korean: from its first syllable to its last, whatever but Roman letters stands between."""
_FIGURE = re.compile(r"(\d[\d*]*(?:[-.,:/]\d[\d*]*)+)")
"""A date, a number in groups, an amount: read as one, never broken at the end of a line."""


def as_html(draft: PaperDraft) -> str:
    """Give a whole document with every word of the paper.

    Raise Halt("subject_mismatch") as the paper would. The policy of whoever serves it must allow ``style_source()``.
    """
    return sheet_html(draft, FORMS[draft.kind].lay_out(draft))


def sheet_html(draft: PaperDraft, sheet: Sheet) -> str:
    language = sheet.language
    return _template().render(
        draft=draft,
        sheet=sheet,
        words=_words()[language],
        furniture=furniture_words(language),
        mark=sample_mark(language),
        number_label=number_label(draft, language),
        issued=f"{draft.issued_at.astimezone(SEOUL):%Y-%m-%d %H:%M:%S}",
        how_to_check=how_to_check(draft, language),
        style=_style(),
    )


def style_source() -> str:
    """Give the Content-Security-Policy source of the one style sheet inside, e.g. ``'sha256-…'``."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()}'"


def spoken(text: str, language: Language) -> list[tuple[str | None, str]]:
    """Cut ``text`` into (language, piece): Korean on an English page is named, the page's own language is None."""
    if language == "ko":
        return [(None, text)]
    pieces = _HANGUL.split(text)
    return [("ko" if place % 2 else None, piece) for place, piece in enumerate(pieces) if piece]


def whole(text: str) -> list[tuple[bool, str]]:
    """Cut ``text`` into (is a figure, piece)."""
    return [(bool(place % 2), piece) for place, piece in enumerate(_FIGURE.split(text)) if piece]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader(__package__, "."), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters |= {"spoken": spoken, "whole": whole}
    return environment.get_template("accessible.html.jinja")


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("accessible.css").read_text("utf-8")


@cache
def _words() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("accessible.yml").read_text("utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words
