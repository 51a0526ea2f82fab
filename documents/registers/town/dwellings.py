"""Invented dwellings on real roads: the same place in today's road-name form, in the older lot form, and in English."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import NamedTuple

from pydantic.dataclasses import dataclass as parsed

from documents.registers.town.lists import load


class Street(NamedTuple):
    road: str
    roman: str
    dong: str


class Former(NamedTuple):
    """What a place belonged to until a day."""

    until: date
    name: str


@parsed(frozen=True)
class District:
    name: str
    roman: str
    streets: list[Street]
    former: tuple[Former, ...] = ()


class Place(NamedTuple):
    """A road outside Seoul."""

    municipality: str
    road: str
    dong: str
    former: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True)
class Dwelling:
    municipality: str
    """Its head keeps the register, e.g. 서울특별시 마포구."""
    road: str = field(repr=False)
    lot: str = field(repr=False)
    english: str | None = field(default=None, repr=False)
    former: tuple[Former, ...] = ()

    def by_road(self) -> str:
        return f"{self.municipality} {self.road}"

    def by_lot(self, day: date) -> str:
        """Give the address as it was written on ``day``, with the municipality of that time."""
        seat = next((each.name for each in self.former if day < each.until), self.municipality)
        return f"{seat} {self.lot}"


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
        street, door = rng.choice(district.streets), _door(rng)
        english = f"{door.unit_roman}{door.building}, {street.roman}, {district.roman}, Seoul, Republic of Korea"
        former = tuple(Former(each.until, f"서울특별시 {each.name}") for each in district.former)
        return _dwelling(Place(f"서울특별시 {district.name}", street.road, street.dong, former), door, english)

    def elsewhere(self, rng: Random) -> Dwelling:
        """Draw a place outside Seoul; nobody needs its English form."""
        return _dwelling(rng.choice(self._places), _door(rng), None)


def _dwelling(place: Place, door: _Door, english: str | None) -> Dwelling:
    unit = f", {door.unit}" if door.unit else ""
    lot = f"{place.dong} {door.lot}{' ' if door.unit else ''}{door.unit}"
    road = f"{place.road} {door.building}{unit} ({place.dong})"
    return Dwelling(place.municipality, road, lot, english, place.former)


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
