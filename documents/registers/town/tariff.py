"""How much an invented premium is. Amounts in won, full tens."""

from datetime import date
from random import Random
from typing import NamedTuple

from pydantic.dataclasses import dataclass as parsed

from documents.domain.records import InsuredAs, InsuredSpell
from documents.registers.town.lists import load
from documents.registers.town.streams import stream

_SCALE = 100_000


class _Rate(NamedTuple):
    since: int
    wage: int
    care: int


class _Notes(NamedTuple):
    unpaid: str
    due: str
    local: str


@parsed(frozen=True)
class Tariff:
    rates: list[_Rate]
    began: date
    wages: tuple[int, int]
    base_year: int
    raise_percent: int
    local: tuple[int, int]
    due_day: int
    settled: tuple[int, str]
    settlement: tuple[int, int]
    notes: _Notes

    def health(self, resident: str, spell: InsuredSpell, month: date) -> int:
        """Give 건강보험료 of a month: a share of the wage, or the household's."""
        if spell.insured_as is InsuredAs.EMPLOYEE:
            wage = self._of_year(stream("wage", resident, spell.workplace or ""), self.wages, month.year)
            return _tens(wage * self._rate(month.year).wage // _SCALE)
        return self._of_year(stream("local", resident), self.local, month.year)

    def care(self, health: int, month: date) -> int:
        """Give 장기요양보험료."""
        return _tens(health * self._rate(month.year).care // _SCALE)

    def settles(self, spell: InsuredSpell, month: date) -> bool:
        """Tell whether the year before is settled in this month."""
        employee = spell.insured_as is InsuredAs.EMPLOYEE
        return employee and month.month == self.settled[0] and spell.gained.year < month.year

    def settlement_of(self, resident: str, month: date) -> int:
        return _tens(stream("settlement", resident, str(month.year)).randint(*self.settlement))

    def _of_year(self, rng: Random, span: tuple[int, int], year: int) -> int:
        percent = 100 - self.raise_percent * (self.base_year - year)
        return _tens(rng.randint(*span) * max(percent, 20) // 100)

    def _rate(self, year: int) -> _Rate:
        return next(each for each in reversed(self.rates) if each.since <= year)


def load_tariff() -> Tariff:
    return load("insurance", Tariff)


def _tens(amount: int) -> int:
    return amount // 10 * 10
