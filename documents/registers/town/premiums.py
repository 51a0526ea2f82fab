"""What was billed and paid of each month. Pure: a month of the past has the same figures whenever it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from documents.domain.records import InsuredAs, InsuredSpell, PremiumMonth
from documents.registers.town.days import later, working_day
from documents.registers.town.streams import stream
from documents.registers.town.tariff import Tariff

_PAYING = frozenset({InsuredAs.EMPLOYEE, InsuredAs.LOCAL_HEAD})


@dataclass(frozen=True, slots=True)
class Insured:
    """``spells`` oldest first, without gap. ``unpaid``: first days of months never paid."""

    resident: str
    spells: tuple[InsuredSpell, ...]
    unpaid: frozenset[date] = field(default_factory=frozenset)

    def on(self, day: date) -> InsuredSpell:
        """Give the spell of ``day``; the first one before insurance began."""
        spells = [each for each in self.spells if each.gained <= day]
        return spells[-1] if spells else self.spells[0]


class Premiums:
    def __init__(self, tariff: Tariff) -> None:
        self._tariff = tariff

    def months(self, insured: Insured, since: date, until: date, today: date) -> Iterator[PremiumMonth]:
        """Give the months that the days touch and for which ``insured`` owed something, oldest first.

        Who is insured so on the first day pays for the whole month. The month of ``today`` is not billed yet.
        """
        shown = insured.on(until)
        month = _first_of_month(max(since.replace(day=1), insured.spells[0].gained))
        while month <= until and month < today.replace(day=1):
            spell = insured.on(month)
            if spell.insured_as in _PAYING:
                same = (spell.insured_as, spell.workplace) == (shown.insured_as, shown.workplace)
                notes = [] if same else [self._other(spell)]
                yield self._month(insured, spell, month, today, notes)
            month = later(month, 1)

    def _month(self, insured: Insured, spell: InsuredSpell, month: date, today: date, notes: list[str]) -> PremiumMonth:
        health = self._tariff.health(insured.resident, spell, month)
        if self._tariff.settles(spell, month):
            health += self._tariff.settlement_of(insured.resident, month)
            notes = [*notes, self._tariff.settled[1]]
        care, paid = self._tariff.care(health, month), self._paid(insured, spell, month)
        if paid is not None and paid <= today:
            return PremiumMonth(month, health, care, health, care, paid, ", ".join(notes))
        words = self._tariff.notes
        open_note = words.due if self._due(month) >= today else words.unpaid
        return PremiumMonth(month, health, care, 0, 0, None, ", ".join([*notes, open_note]))

    def _paid(self, insured: Insured, spell: InsuredSpell, month: date) -> date | None:
        if month in insured.unpaid:
            return None
        due = self._due(month)
        if spell.insured_as is InsuredAs.EMPLOYEE:
            return due  # the employer pays on the day
        rng = stream("payment", insured.resident, month.isoformat())
        late = rng.random() < 0.06  # noqa: PLR2004 - now and then somebody forgets
        return due + timedelta(days=rng.randint(1, 20) if late else -rng.randint(0, 4))

    def _due(self, month: date) -> date:
        return working_day(later(month, 1).replace(day=self._tariff.due_day))

    def _other(self, spell: InsuredSpell) -> str:
        return spell.workplace or self._tariff.notes.local


def _first_of_month(day: date) -> date:
    return day if day.day == 1 else later(day.replace(day=1), 1)
