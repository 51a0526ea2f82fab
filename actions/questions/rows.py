"""The operator's CSV file, parsed once at the edge: answers, and the rows that could not be one, with their lines."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from actions.questions.answer import Answer
from actions.questions.plain import one_line, plain

COLUMNS = ("분류", "제목", "내용")
LONGEST_TITLE = 300
LONGEST_CONTENT = 50_000
_BROKEN = "\N{REPLACEMENT CHARACTER}"
_DELIMITERS = ",\t;"
_FIELD_LIMIT = 10_000_000
_MOST_LINES = 2_000
"""Lines of one record. Beyond them the quote that opened a field was never closed."""


class Fault(StrEnum):
    """Why a row was left out. ``words.yml`` has the sentences."""

    NO_TITLE = "no_title"
    NO_CONTENT = "no_content"
    TOO_FEW_FIELDS = "too_few_fields"
    TITLE_TOO_LONG = "title_too_long"
    CONTENT_TOO_LONG = "content_too_long"
    BROKEN_LETTERS = "broken_letters"
    TWICE = "twice"
    BAD_QUOTES = "bad_quotes"


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    """Line of the file, from 1, on which the row begins."""
    fault: Fault


@dataclass(frozen=True, slots=True)
class Reading:
    answers: tuple[Answer, ...]
    bad: tuple[BadRow, ...]
    encoding: str


class UnreadableFile(Exception):
    """The file is no bank of questions. ``code`` names the sentence: ``no_columns``, ``empty_file``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(path: Path, source: str) -> Reading:
    """Read ``path``. Raise ``UnreadableFile`` without the three columns, ``OSError`` when it cannot be opened."""
    text, encoding = decode(path.read_bytes())
    if not text.strip():
        raise UnreadableFile("empty_file")
    answers: dict[str, Answer] = {}
    bad: list[BadRow] = []
    for line, found in _rows(text, source):
        if isinstance(found, Answer) and found.id not in answers:
            answers[found.id] = found
        else:
            bad.append(BadRow(line, Fault.TWICE if isinstance(found, Answer) else found))
    return Reading(tuple(answers.values()), tuple(bad), encoding)


def decode(content: bytes) -> tuple[str, str]:
    """Give text and encoding: by the byte order mark, else UTF-8 or CP949, whichever shows the column names.

    What fits neither keeps U+FFFD in its place, so that one broken letter costs one row.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), "utf-16"
    tries = [(content.removeprefix(codecs.BOM_UTF8).decode(name, "replace"), name) for name in ("utf-8", "cp949")]
    return min(tries, key=lambda tried: (not _has_columns(tried[0]), tried[0].count(_BROKEN)))


def _has_columns(text: str) -> bool:
    head = text.partition("\n")[0]
    return all(column in head for column in COLUMNS)


def _rows(text: str, source: str) -> Iterator[tuple[int, Answer | Fault]]:
    lines = list(io.StringIO(text, newline=""))
    delimiter = max(_DELIMITERS, key=lines[0].count)
    records = _records(lines, delimiter)
    _, head = next(records)
    places = _places(head or [])
    for line, fields in records:
        if fields is None:
            yield line, Fault.BAD_QUOTES
        elif any(field.strip() for field in fields):
            yield line, _answer(fields, places, source)


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Give each record with its first line, from 1; None where quotes do not close, and go on with the next line."""
    csv.field_size_limit(_FIELD_LIMIT)
    begun = 0
    while begun < len(lines):
        reader = csv.reader(islice(lines, begun, begun + _MOST_LINES), delimiter=delimiter, strict=True)
        try:
            fields: list[str] | None = next(reader)
        except csv.Error:
            fields = None
        yield begun + 1, fields
        begun += reader.line_num if fields is not None else 1


def _places(head: list[str]) -> tuple[int, ...]:
    names = [one_line(name) for name in head]
    if any(column not in names for column in COLUMNS):
        raise UnreadableFile("no_columns")
    return tuple(names.index(column) for column in COLUMNS)


def _answer(fields: list[str], places: tuple[int, ...], source: str) -> Answer | Fault:
    if len(fields) <= max(places):
        return Fault.TOO_FEW_FIELDS
    category, title, content = (fields[place] for place in places)
    if _BROKEN in category + title + content:
        return Fault.BROKEN_LETTERS
    if len(content) > LONGEST_CONTENT:
        return Fault.CONTENT_TOO_LONG
    return _checked(Answer(one_line(category), one_line(title), plain(content), source))


def _checked(answer: Answer) -> Answer | Fault:
    if not answer.title:
        return Fault.NO_TITLE
    if not answer.content:
        return Fault.NO_CONTENT
    return Fault.TITLE_TOO_LONG if len(answer.title) > LONGEST_TITLE else answer
