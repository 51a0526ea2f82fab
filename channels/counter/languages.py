"""Marks what is in another language than the page, so that it is read aloud with the right voice.

The script does the same for what it draws (``web/src/languages.ts``).
"""

import re
from itertools import groupby

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

_HANGUL = re.compile("[가-힣]")
_LATIN_WORD = re.compile("[a-z]{2,}")  # names of formats (PDF, JPEG) are no English


def language_of(text: str) -> str | None:
    """Give ``ko`` or ``en``; digits, signs and abbreviations are of no language."""
    if _HANGUL.search(text):
        return "ko"
    return "en" if _LATIN_WORD.search(text) else None


@pass_context
def said(context: Context, text: str) -> Markup:
    """Write ``text`` line by line, marked where it is in another language than the page: the filter ``said``."""
    around = context["taste"].language
    lines = text.splitlines(keepends=True)
    runs = groupby(lines, lambda line: language_of(line) or around)
    return Markup("").join(_written("".join(run), language, around) for language, run in runs)


def _written(text: str, language: str, around: str) -> Markup:
    return escape(text) if language == around else Markup('<span lang="{}">{}</span>').format(language, text)
