"""What clinics gave to a resident and entered: by the schedule of the year of birth, then each autumn, then by age."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from pydantic.dataclasses import dataclass as parsed

from documents.domain.records import Dose
from documents.registers.town.days import age_on, later, working_day
from documents.registers.town.dwellings import District
from documents.registers.town.lists import load
from documents.registers.town.people import Person
from documents.registers.town.streams import stream

_CHILD, _ELDER = 14, 65
_TWO_IN_FIRST_SEASON = 2009


class _Scheduled(NamedTuple):
    """``months``: age at which it is due. For those born from ``born_from`` to ``born_until``."""

    vaccine: str
    english: str
    round: int
    months: int
    born_from: int
    born_until: int


class _ByAge(NamedTuple):
    vaccine: str
    english: str
    round: int
    age: int
    since: int


class Words(NamedTuple):
    korean: str
    english: str


@parsed(frozen=True)
class Clinics:
    child: list[Words]
    adult: list[Words]
    centre: Words


@parsed(frozen=True)
class Schedule:
    childhood: list[_Scheduled]
    girls: list[_Scheduled]
    influenza: Words
    covid: Words
    covid_days: list[date]
    covid_from_age: int
    elders: list[_ByAge]
    adults: list[_ByAge]
    recorded_from: int
    clinics: Clinics


class Given(NamedTuple):
    day: date
    vaccine: Words
    round: int


@dataclass(frozen=True, slots=True)
class Patient:
    """``here_since``: first day in the country. ``thorough``: had everything, and all of it was entered."""

    person: Person
    district: District
    here_since: date
    thorough: bool = False
    more: tuple[Given, ...] = ()


class Vaccinations:
    def __init__(self, schedule: Schedule, today: date) -> None:
        self._schedule, self._today = schedule, today

    def of(self, patient: Patient) -> tuple[Dose, ...]:
        """Give the doses until today, oldest first."""
        person, rng = patient.person, stream("doses", patient.person.id)
        given = [*self._childhood(rng, patient), *self._covid(rng, patient)]
        given += [*self._influenza(rng, patient), *self._by_age(rng, patient), *patient.more]
        days = sorted(each for each in given if patient.here_since <= each.day <= self._today)
        rooms = self._rooms(rng, patient.district)
        return tuple(self._dose(each, rooms[age_on(each.day, person.born) < _CHILD], rng) for each in days)

    def _childhood(self, rng: Random, patient: Patient) -> Iterator[Given]:
        born, sex = patient.person.born, patient.person.sex
        entered = born.year >= self._schedule.recorded_from or rng.random() < 0.35  # noqa: PLR2004
        rows = self._schedule.childhood + (self._schedule.girls if sex == "F" else [])
        late = 0
        for row in sorted(rows, key=lambda each: each.months):
            late = min(late + rng.randint(0, 4), 25) if row.months else 0
            due = row.born_from <= born.year <= row.born_until
            if due and (entered or patient.thorough):
                day = working_day(later(born, row.months) + timedelta(days=late))
                yield Given(day, Words(row.vaccine, row.english), row.round)

    def _influenza(self, rng: Random, patient: Patient) -> Iterator[Given]:
        born, habit = patient.person.born, rng.uniform(0, 0.45)
        first = max(born.year, 2005)
        for year in range(first, self._today.year + 1):
            day = working_day(date(year, 10, 5) + timedelta(days=rng.randint(0, 38)))
            months, chance = (day - born).days // 30, rng.random()
            if months < 6 or not (patient.thorough or chance < _share(age_on(day, born), habit)):  # noqa: PLR2004
                continue
            yield Given(day, self._schedule.influenza, 1)
            if months < 18 and year >= _TWO_IN_FIRST_SEASON:  # noqa: PLR2004 - the first season of a small child
                yield Given(working_day(day + timedelta(days=28)), self._schedule.influenza, 2)

    def _covid(self, rng: Random, patient: Patient) -> Iterator[Given]:
        days, born = self._schedule.covid_days, patient.person.born
        age = age_on(days[0], born)
        most = len(days) if age >= _ELDER or patient.thorough else 3 + (rng.random() < 0.3)  # noqa: PLR2004
        number = most if patient.thorough else max(0, most - rng.choice((0, 0, 1, 1, 2, 4)))
        old_enough = (day for day in days if age_on(day, born) >= self._schedule.covid_from_age)
        able = [day for day in old_enough if day >= patient.here_since]
        for turn, day in enumerate(able[:number], start=1):
            yield Given(working_day(day + timedelta(days=rng.randint(0, 24))), self._schedule.covid, turn)

    def _by_age(self, rng: Random, patient: Patient) -> Iterator[Given]:
        for rows, chance in ((self._schedule.elders, 0.6), (self._schedule.adults, 0.3)):
            for row in rows:
                day = working_day(later(patient.person.born, row.age * 12 + rng.randint(0, 10)))
                if not (patient.thorough or rng.random() < chance) or day.year < row.since:
                    break  # what comes later in a series supposes what came before
                yield Given(day, Words(row.vaccine, row.english), row.round)

    def _rooms(self, rng: Random, district: District) -> dict[bool, list[Words]]:
        """Give where a child (True) and an adult (False) go: one clinic, and the health centre of the district."""
        clinics = self._schedule.clinics
        centre = Words(district.name + clinics.centre.korean, f"{district.roman} {clinics.centre.english}")
        return {
            young: [*[rng.choice(rooms)] * 3, centre]
            for young, rooms in ((True, clinics.child), (False, clinics.adult))
        }

    def _dose(self, given: Given, rooms: list[Words], rng: Random) -> Dose:
        room = rng.choice(rooms)
        return Dose(given.vaccine.korean, given.vaccine.english, given.round, given.day, room.korean, room.english)


def open_vaccinations(today: date) -> Vaccinations:
    return Vaccinations(load("vaccines", Schedule), today)


def _share(age: int, habit: float) -> float:
    if age >= _ELDER:
        return 0.85
    return 0.5 if age < _CHILD else habit
