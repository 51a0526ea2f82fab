"""Find resident registration numbers in free text, however they are typed: spaced, full-width, hyphened, spelled out.

A number is thirteen digits whose first six are a date and whose seventh is a sex-and-century digit (0-9). Digits may be
grouped at will, but a group is never cut: a 4-4-4-4 paper number or a card number is therefore not taken for one.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

REDACTED = "●●●●●●-●●●●●●●"
_SPOKEN = dict(zip("공영일이삼사오육륙칠팔구", "001234566789", strict=True))
_DIGIT = f"[0-9{''.join(_SPOKEN)}]"
_SEPARATOR = r"(?:[\s\-‐-―_.,·/~:]|다시|대시|빼기|에)"
_RUN = re.compile(rf"{_DIGIT}(?:{_SEPARATOR}{{0,3}}{_DIGIT})*")
_WORDS = f"[{''.join(_SPOKEN)}]"
_GROUP = re.compile(rf"[0-9]+|{_WORDS}+")  # "…5678이에요": the particle is not a digit of the number
_PARTICLE = "이"
_IS = re.compile(r"(?<=[0-9])이(?=에요|예요|야|고|라|요|니|다|던|었|죠|지)")  # "…1742이에요" has no 2 at its end
_LENGTH = 13


def contains_rrn(text: str) -> bool:
    return next(_spans(text), None) is not None


def redact_rrn(text: str) -> str:
    """Replace every RRN by dots. What surrounds it stays as typed."""
    pieces, end = [], 0
    for start, stop in _spans(text):
        if start >= end:
            pieces += [text[end:start], REDACTED]
            end = stop
    return "".join([*pieces, text[end:]])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    plain = _IS.sub(" ", _same_length(text))
    for run in _RUN.finditer(plain):
        groups = [(run.start() + g.start(), g.group()) for g in _GROUP.finditer(run.group())]
        for first in range(len(groups)):
            chosen = _thirteen(groups[first:])
            if chosen and _looks_like_rrn("".join(digits for _, digits in chosen)):
                start, digits = chosen[-1]
                yield chosen[0][0], start + len(digits)


def _thirteen(groups: list[tuple[int, str]]) -> list[tuple[int, str]] | None:
    """Give the leading groups that make thirteen digits together; a spelled-out one may end in the particle 이."""
    for count, total in enumerate(accumulate(len(digits) for _, digits in groups), start=1):
        start, last = groups[count - 1]
        if total == _LENGTH:
            return groups[:count]
        if total == _LENGTH + 1 and last.endswith(_PARTICLE):
            return [*groups[: count - 1], (start, last[:-1])]
    return None


def _looks_like_rrn(raw: str) -> bool:
    digits = "".join(_SPOKEN.get(character, character) for character in raw)
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - a calendar


def _same_length(text: str) -> str:
    """Fold full-width and other digits to ASCII, character by character, so that offsets stay those of the input."""
    return "".join(_fold(character) for character in text)


def _fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) != 1:
        return character
    return str(unicodedata.digit(folded)) if folded.isdigit() else folded
