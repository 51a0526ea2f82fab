"""Invented dwellings on real roads: the same place in today's road-name form, in the older lot form, and in English."""

from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from pydantic.dataclasses import dataclass as parsed

from documents.registers.town.lists import load


class Street(NamedTuple):
    road: str
    roman: str
    dong: str


@parsed(frozen=True)
class District:
    name: str
    roman: str
    streets: list[Street]


class Place(NamedTuple):
    """A road outside Seoul."""

    municipality: str
    road: str
    dong: str


@dataclass(frozen=True, slots=True)
class Dwelling:
    municipality: str
    """Its head keeps the register, e.g. 서울특별시 마포구."""
    road: str = field(repr=False)
    lot: str = field(repr=False)
    english: str | None = field(default=None, repr=False)


class _Door(NamedTuple):
    building: int
    lot: str
    unit: str
    unit_roman: str


class Dwellings:
    """Draws places to live at."""

    def __init__(self) -> None:
        self.districts = load("streets", list[District])
        self._places = load("elsewhere", list[Place])

    def somewhere(self, rng: Random) -> Dwelling:
        return self.within(rng, rng.choice(self.districts))

    def within(self, rng: Random, district: District) -> Dwelling:
        street, door, seat = rng.choice(district.streets), _door(rng), f"서울특별시 {district.name}"
        english = f"{door.unit_roman}{door.building}, {street.roman}, {district.roman}, Seoul, Republic of Korea"
        return _dwelling(seat, street.road, street.dong, door, english)

    def elsewhere(self, rng: Random) -> Dwelling:
        """Draw a place outside Seoul; nobody needs its English form."""
        place = rng.choice(self._places)
        return _dwelling(place.municipality, place.road, place.dong, _door(rng), None)


def _dwelling(seat: str, road: str, dong: str, door: _Door, english: str | None) -> Dwelling:
    unit = f", {door.unit}" if door.unit else ""
    lot = f"{seat} {dong} {door.lot}{' ' if door.unit else ''}{door.unit}"
    return Dwelling(seat, f"{seat} {road} {door.building}{unit} ({dong})", lot, english)


def _door(rng: Random) -> _Door:
    building, lot = rng.randint(3, 289), f"{rng.randint(2, 780)}번지 {rng.randint(1, 48)}호"
    kind, block, floor, door = rng.random(), rng.randint(101, 118), rng.randint(1, 19), rng.randint(1, 4)
    if kind < 0.2:  # noqa: PLR2004 - a house of its own
        return _Door(building, lot, "", "")
    if kind < 0.55:  # noqa: PLR2004 - a flat in a small house
        number = (floor % 5 + 1) * 100 + door
        return _Door(building, lot, f"{number}호", f"{number}-ho, ")
    number = floor * 100 + door
    return _Door(building, lot, f"{block}동 {number}호", f"{block}-dong {number}-ho, ")
