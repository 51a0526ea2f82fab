"""Numbers that people write into a chat: telephone, 문서확인번호, 민원번호. An RRN is found only to be left alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from korean.numbers import spoken_digits, whole_number

_RRN = re.compile(r"(?<!\d)\d{6}\s*[-–—~.]?\s*[1-8](?:\d{6}|[\d*●xX]{6})(?!\d)")
_DOCUMENT = re.compile(r"(?<!\d)\d{4}[-–\s]?\d{4}[-–\s]?\d{4}[-–\s]?\d{4}(?!\d)")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?82[-\s]?)?(0?1[016789]|0?2|0?[3-6][1-5]|0?70)[-.\s)]{0,2}(\d{3,4})[-.\s]{0,2}(\d{4})(?!\d)"
)
_CITY_CALL = re.compile(r"(?<!\d)0?2[-.\s)]{1,2}120(?!\d)(?![-.\s]?\d)")
_SPOKEN_PHONE = re.compile(r"[공영]일[공영](?:[\s,-]*(?:[에의]|다시)?[\s,-]*[공영일이삼사오육칠팔구]){8}")
_COMPLAINT = re.compile(r"(?<!\d)(?P<year>20\d{2})\s?[-–—.]?\s?(?P<number>\d{7})(?![-–—]?\d)")
_SPOKEN_COMPLAINT = re.compile(
    r"(?P<year>이\s?[공영](?:\s?[공영일이삼사오육칠팔구]){2}|이천(?:이십|삼십)[일이삼사오육칠팔구]?)"
    r"\s*(?:다시|대시|에|의|-)?(?P<number>(?:\s*[공영일이삼사오육칠팔구]){7})"
)


@dataclass(frozen=True)
class Found:
    """One identifier: its kind, its value in the canonical form, its place in the text."""

    kind: str
    value: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Find telephone, document and complaint numbers, left to right; nothing that could be an RRN is ever given."""
    taken = [match.span() for match in _RRN.finditer(text)]
    found = []
    for candidate in (*_documents(text), *_complaints(text), *_phones(text)):
        if all(candidate.end <= start or end <= candidate.start for start, end in taken):
            found.append(candidate)
            taken.append((candidate.start, candidate.end))
    return sorted(found, key=lambda one: one.start)


def _documents(text: str) -> Iterator[Found]:
    for match in _DOCUMENT.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        yield Found("document_number", "-".join(digits[i : i + 4] for i in range(0, 16, 4)), *match.span())


def _complaints(text: str) -> Iterator[Found]:
    """Read a year and seven digits: 2026-0001234."""
    for match in _COMPLAINT.finditer(text):
        yield Found("complaint_number", f"{match['year']}-{match['number']}", *match.span())
    for match in _SPOKEN_COMPLAINT.finditer(text):
        said = match["year"]
        year = whole_number(said) if said.startswith("이천") else spoken_digits(said)
        yield Found("complaint_number", f"{year}-{spoken_digits(match['number'])}", *match.span())


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        area, middle, last = match.groups()
        if match.group().strip()[0] not in "0+8":
            continue
        yield Found("phone", f"{area if area.startswith('0') else '0' + area}-{middle}-{last}", *match.span())
    for match in _CITY_CALL.finditer(text):
        yield Found("phone", "02-120", *match.span())
    for match in _SPOKEN_PHONE.finditer(text):
        digits = spoken_digits(re.sub(r"[에의,]|다시", "", match.group())) or ""
        yield Found("phone", f"{digits[:3]}-{digits[3:7]}-{digits[7:]}", *match.span())
