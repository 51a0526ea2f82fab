"""문서확인번호: sixteen random digits, the last one a check digit (Luhn, ISO/IEC 7812-1 annex B)."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from documents.domain.errors import InvalidNumber

VERIFIABLE_FOR = timedelta(days=90)
_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base32: nothing that a reader confuses
_CODE_LENGTH = 8
_LENGTH = 16


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """Sixteen digits without hyphens; ``str()`` gives the printed 4-4-4-4 form."""

    digits: str

    def __str__(self) -> str:
        return "-".join(self.digits[i : i + 4] for i in range(0, _LENGTH, 4))

    @classmethod
    def parse(cls, text: str) -> "PaperNumber":
        """Read a number as people type it (spaces, hyphens). Raise InvalidNumber when the check digit is wrong."""
        digits = re.sub(r"[\s\-‐-―]", "", text)
        if not re.fullmatch(rf"[0-9]{{{_LENGTH}}}", digits) or _check_digit(digits[:-1]) != digits[-1]:
            raise InvalidNumber
        return cls(digits)

    @classmethod
    def draw(cls) -> "PaperNumber":
        body = f"{secrets.randbelow(10 ** (_LENGTH - 1)):0{_LENGTH - 1}d}"
        return cls(body + _check_digit(body))


def draw_check_code() -> str:
    """Draw the second item of the public check: 40 random bits, printed beside the number, no personal data."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))


def normalise_check_code(text: str) -> str:
    """Read a code as people copy it: case, spaces, and Crockford's look-alikes O→0, I and L→1."""
    return re.sub(r"[\s\-]", "", text).upper().translate(str.maketrans("OIL", "011"))


def _check_digit(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - Luhn folds two-digit products
    return str(-total % 10)
