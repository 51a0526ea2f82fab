"""Receipt numbers: the year and seven digits (2026-0001234), the last one a check digit (Luhn)."""

import re
import secrets
from datetime import datetime

from documents.service.clock import SEOUL

_TYPED = re.compile(r"(?:민원\s*)?(20\d{2})[\s\-‐-―.]*(\d{7})")


def draw(now: datetime) -> str:
    """Draw a number of the year that Seoul has at ``now``. The store draws again when it is taken."""
    body = f"{secrets.randbelow(10**6):06d}"
    return f"{now.astimezone(SEOUL).year}-{body}{_check_digit(body)}"


def read(text: str) -> str | None:
    """Give the number that ``text`` holds as people type it, None when it is none or its check digit is wrong."""
    found = _TYPED.fullmatch(text.strip())
    if found is None or _check_digit(found[2][:-1]) != found[2][-1]:
        return None
    return f"{found[1]}-{found[2]}"


def _check_digit(body: str) -> str:
    folded = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-sum(value // 10 + value % 10 for value in folded) % 10)
