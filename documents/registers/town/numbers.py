"""Numbers that belong to nobody: they fail both check digits that numbers given before October 2020 have."""

from datetime import date
from random import Random
from typing import Literal

from documents.domain.resident import Rrn

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CENTURY = {("M", 19): 1, ("F", 19): 2, ("M", 20): 3, ("F", 20): 4}
_ABROAD = 4


def draw_rrn(rng: Random, born: date, sex: Literal["F", "M"], *, foreigner: bool = False) -> Rrn:
    """Draw a 주민등록번호, or a 외국인등록번호."""
    mark = _CENTURY[sex, born.year // 100] + (_ABROAD if foreigner else 0)
    body = f"{born:%y%m%d}{mark}{rng.randrange(10**5):05d}"
    last = rng.choice(sorted(set(range(10)) - passing(body)))
    return Rrn(f"{body[:6]}-{body[6:]}{last}")


def passing(body: str) -> set[int]:
    """Give the check digits of citizens and of foreigners for the first twelve digits."""
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return {(11 - rest) % 10, (13 - rest) % 10}


def phone(number: int) -> str:
    """Give a number of the range that no operator gives out, ``010-0000-1001``."""
    return f"010-0000-{number:04d}"
