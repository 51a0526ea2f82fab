"""Parse what was typed into the secure panel. Errors carry a code and never the value."""

import re
import unicodedata
from datetime import date, datetime

from actions.identity.provider import TypedPerson
from documents.domain.errors import Refusal
from documents.service.clock import SEOUL

OLDEST_YEARS = 130
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.\-]){1,39}")
_PHONE = re.compile(r"01[016789]\d{7,8}")


class BadInput(Refusal):
    """``code`` is bad_name, bad_birth_date or bad_phone."""


def parse(name: str, birth_date: str, phone: str, now: datetime) -> TypedPerson:
    """Read the three fields (birth date ISO 8601, phone with or without hyphens). Raise BadInput."""
    return TypedPerson(parse_name(name), parse_birth_date(birth_date, now), parse_phone(phone))


def parse_name(text: str) -> str:
    """Give the name in NFC with single spaces: two to forty letters of any script."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not _NAME.fullmatch(name):
        raise BadInput("bad_name")
    return name


def parse_birth_date(text: str, now: datetime) -> date:
    try:
        born = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput("bad_birth_date") from None
    today = now.astimezone(SEOUL).date()
    if born > today or today.year - born.year > OLDEST_YEARS:
        raise BadInput("bad_birth_date")
    return born


def parse_phone(text: str) -> str:
    """Give the digits of a Korean mobile number. Hyphens, dots, spaces and full-width digits are taken."""
    digits = re.sub(r"[\s.\-‐-―]", "", unicodedata.normalize("NFKC", text))
    if not _PHONE.fullmatch(digits):
        raise BadInput("bad_phone")
    return digits
