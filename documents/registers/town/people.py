"""Residents as every sandbox agency knows them; the samples among them stand in ``documents/people.yml``."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import TypeAdapter

from documents.domain.resident import Ci, ResidentId, Rrn

PEOPLE = Path(__file__).parents[2] / "people.yml"


@dataclass(frozen=True, slots=True)
class Person:
    """One resident. ``phone`` is None for those who have none (children, some elders)."""

    id: ResidentId
    name: str = field(repr=False)
    born: date = field(repr=False)
    sex: Literal["F", "M"]
    rrn: Rrn
    ci: Ci = field(repr=False)
    household: str
    role: str
    """Relation to the householder, 세대주 for the householder."""
    hanja: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    """As printed, ``010-0000-0001``."""
    district: str | None = None
    roman: str | None = field(default=None, repr=False)
    foreigner: bool = False
    protected_from: tuple[ResidentId, ...] = field(default=(), repr=False)
    guardians: tuple[ResidentId, ...] = field(default=(), repr=False)
    """Legal guardians of somebody who is not of age."""
    military: str | None = None
    vaccinations: str | None = None
    trips: str | None = None
    works: str | None = None
    note: str | None = None

    @property
    def phone_digits(self) -> str | None:
        """Give the telephone without hyphens, ``01000000001``."""
        return self.phone and self.phone.replace("-", "")


def load_people(path: Path = PEOPLE) -> tuple[Person, ...]:
    """Read the sample residents in file order. A malformed file raises pydantic's ValidationError."""
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    filled = [row | {"ci": derive_ci(row["id"]), "rrn": {"value": row["rrn"]}} for row in rows]
    return TypeAdapter(tuple[Person, ...]).validate_python(filled)


def derive_ci(resident: str) -> Ci:
    """Make the 88-character connecting information of a sample resident: SHA-512, base64, the same on every machine."""
    return Ci(base64.b64encode(hashlib.sha512(f"minwon sandbox ci {resident}".encode()).digest()).decode())
