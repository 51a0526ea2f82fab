"""Households as the resident register keeps them; those of the sample residents stand in ``homes.yml``."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pydantic.dataclasses import dataclass as parsed

from documents.registers.town.lists import load
from documents.registers.town.stays import Row

COHABITANT = "동거인"


class HomeMember(NamedTuple):
    """A row of the members table; the head stands first, as 본인."""

    resident: str
    relation: str
    moved_in: date
    changed: date
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Home:
    """``rows`` are the head's own, newest first: the first is 현주소, in English ``english``."""

    id: str
    office: str
    formed_reason: str
    formed_on: date
    rows: tuple[Row, ...]
    members: tuple[HomeMember, ...]
    english: str | None = field(default=None, repr=False)


class _AddressRow(NamedTuple):
    address: str
    moved_in: date
    changed: date
    reason: str


class _Formed(NamedTuple):
    reason: str
    on: date


@parsed(frozen=True)
class _HomeRow:
    id: str
    office: str
    formed: _Formed
    addresses: list[_AddressRow]
    members: list[HomeMember]
    english: str | None = None


def sample_homes() -> tuple[Home, ...]:
    """Read the households of the sample residents. A malformed file raises pydantic's ValidationError."""
    return tuple(_home(row) for row in load("homes", list[_HomeRow]))


def _home(row: _HomeRow) -> Home:
    rows = tuple(Row(*each) for each in row.addresses)
    return Home(row.id, row.office, row.formed.reason, row.formed.on, rows, tuple(row.members), row.english)
