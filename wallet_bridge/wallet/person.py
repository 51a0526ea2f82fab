"""Read what a holder typed into the sign-in form. What is wrong is told by field name, never by value."""

import re
import unicodedata
from datetime import date, datetime

from documents.service.clock import SEOUL
from wallet_bridge.wallet.identity import Person

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.\-]){1,39}")
_MOBILE = re.compile(r"01[016789]\d{7,8}")
_PUNCTUATION = re.compile(r"[\s.\-‐-―/년월일]")
_OLDEST_YEARS = 130


def parse(name: str, birth_date: str, phone: str, now: datetime) -> tuple[Person | None, frozenset[str]]:
    """Give the person, or the names of the fields that cannot be right: ``name``, ``birth_date``, ``phone``."""
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    born, digits = _birth_date(birth_date, now), _digits(phone)
    good = {
        "name": _NAME.fullmatch(clean) is not None,
        "birth_date": born is not None,
        "phone": _MOBILE.fullmatch(digits) is not None,
    }
    wrong = frozenset(field for field, right in good.items() if not right)
    return (None, wrong) if born is None or wrong else (Person(clean, born, digits), wrong)


def _birth_date(text: str, now: datetime) -> date | None:
    """Read eight digits, with or without separators (19880314, 1988-03-14, 1988. 3. 14.)."""
    parts = [part for part in re.split(r"\D+", unicodedata.normalize("NFKC", text)) if part]
    digits = parts[0] if len(parts) == 1 else "".join(part.zfill(2) for part in parts)
    try:
        born = datetime.strptime(digits, "%Y%m%d").replace(tzinfo=SEOUL).date()
    except ValueError:
        return None
    today = now.astimezone(SEOUL).date()
    return born if len(digits) == 8 and born <= today and today.year - born.year <= _OLDEST_YEARS else None  # noqa: PLR2004


def _digits(phone: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", phone))
