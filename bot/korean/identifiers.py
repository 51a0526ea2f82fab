"""Numbers that people write into a chat: telephone, 문서확인번호. An RRN is found only to be left alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from korean.numbers import spoken_digits

_RRN = re.compile(r"(?<!\d)\d{6}\s*[-–—~.]?\s*[1-8](?:\d{6}|[\d*●xX]{6})(?!\d)")
_DOCUMENT = re.compile(r"(?<!\d)\d{4}[-–\s]?\d{4}[-–\s]?\d{4}[-–\s]?\d{4}(?!\d)")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?82[-\s]?)?(0?1[016789]|0?2|0?[3-6][1-5]|0?70)[-.\s)]{0,2}(\d{3,4})[-.\s]{0,2}(\d{4})(?!\d)"
)
_SPOKEN_PHONE = re.compile(r"[공영]일[공영](?:[\s,-]*(?:[에의]|다시)?[\s,-]*[공영일이삼사오육칠팔구]){8}")


@dataclass(frozen=True)
class Found:
    """One identifier: its kind, its value in the canonical form, its place in the text."""

    kind: str
    value: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Find telephone and document numbers, left to right; nothing that could be an RRN is ever given."""
    taken = [match.span() for match in _RRN.finditer(text)]
    found = []
    for candidate in (*_documents(text), *_phones(text)):
        if all(candidate.end <= start or end <= candidate.start for start, end in taken):
            found.append(candidate)
            taken.append((candidate.start, candidate.end))
    return sorted(found, key=lambda one: one.start)


def _documents(text: str) -> Iterator[Found]:
    for match in _DOCUMENT.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        yield Found("document_number", "-".join(digits[i : i + 4] for i in range(0, 16, 4)), *match.span())


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        area, middle, last = match.groups()
        if match.group().strip()[0] not in "0+8":
            continue
        yield Found("phone", f"{area if area.startswith('0') else '0' + area}-{middle}-{last}", *match.span())
    for match in _SPOKEN_PHONE.finditer(text):
        digits = spoken_digits(re.sub(r"[에의,]|다시", "", match.group())) or ""
        yield Found("phone", f"{digits[:3]}-{digits[3:7]}-{digits[7:]}", *match.span())
