"""What the military register knows of a man: his service, or the examination of one who did not serve."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from pydantic.dataclasses import dataclass as parsed

from documents.domain.records import Examination, Service
from documents.registers.town.days import age_on, between, later
from documents.registers.town.lists import load
from documents.registers.town.streams import stream

_EXAMINED_IN = 19
"""병역판정검사 is in the year in which a man becomes nineteen."""
_SERVING = 0.82


class _Branch(NamedTuple):
    name: str
    unit: str
    weight: int


class _Verdict(NamedTuple):
    grade: str
    disposition: str
    reason: str
    born_from: int = 0
    weight: int = 1


class _Officers(NamedTuple):
    percent: int
    ranks: list[str]
    specialties: list[str]
    months: int


@parsed(frozen=True)
class ServiceWords:
    branches: list[_Branch]
    months: list[tuple[int, int]]
    officers: _Officers
    rank: str
    serving_rank: str
    specialties: list[str]
    discharge_reason: str
    serving: str
    reserve: str
    done: str
    reserve_until_age: int
    grades: list[str]
    examined: list[_Verdict]
    waiting: list[_Verdict]


class Draft:
    """Draws what became of a man. ``today`` is the town's."""

    def __init__(self, words: ServiceWords, today: date) -> None:
        self._words, self._today = words, today

    def draw(self, resident: str, born: date) -> Service | Examination | None:
        """Give None for one who is too young to have been examined."""
        rng = stream("service", resident)
        examined = between(rng, date(born.year + _EXAMINED_IN, 2, 3), date(born.year + _EXAMINED_IN, 10, 28))
        if examined > self._today:
            return None
        if rng.random() >= _SERVING:
            return self._examined(rng, born, examined)
        officer = rng.randrange(100) < self._words.officers.percent
        enlisted = later(born, rng.randint(23 * 12, 26 * 12) if officer else rng.randint(235, 275))
        if enlisted > self._today:
            return _examination(examined, rng.choice(self._words.waiting))
        return self._served(rng, born, max(enlisted, examined + timedelta(days=90)), officer=officer)

    def _examined(self, rng: Random, born: date, examined: date) -> Examination:
        verdicts = [each for each in self._words.examined if born.year >= each.born_from]
        return _examination(examined, rng.choices(verdicts, [each.weight for each in verdicts])[0])

    def _served(self, rng: Random, born: date, enlisted: date, *, officer: bool) -> Service:
        words = self._words
        ended = later(enlisted, self._months(enlisted, officer=officer)) - timedelta(days=1)
        over = ended <= self._today
        branch = rng.choices(words.branches, [each.weight for each in words.branches])[0]
        rank = rng.choice(words.officers.ranks) if officer else words.rank
        return Service(
            enlisted=enlisted,
            discharged=ended if over else None,
            branch=branch.name,
            rank=rank if over or officer else words.serving_rank,
            service_number=f"{enlisted:%y}-{7 if not officer else 1}{rng.randrange(10**7):07d}",
            specialty=rng.choice(words.officers.specialties if officer else words.specialties),
            category=self._category(born) if over else words.serving,
            discharge_reason=words.discharge_reason if over else None,
            unit=branch.unit,
            grade=rng.choice(words.grades),
        )

    def _months(self, enlisted: date, *, officer: bool) -> int:
        if officer:
            return self._words.officers.months
        return next(months for year, months in reversed(self._words.months) if year <= enlisted.year)

    def _category(self, born: date) -> str:
        words = self._words
        return words.reserve if age_on(self._today, born) <= words.reserve_until_age else words.done


def open_draft(today: date) -> Draft:
    return Draft(load("military", ServiceWords), today)


def _examination(examined: date, verdict: _Verdict) -> Examination:
    return Examination(examined, verdict.grade, verdict.disposition, verdict.reason)
