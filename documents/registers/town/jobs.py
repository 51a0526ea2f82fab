"""Which employers an invented resident worked for, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from documents.domain.records import Examination, InsuredAs, InsuredSpell, Service
from documents.registers.town.days import later
from documents.registers.town.lists import load
from documents.registers.town.people import Person
from documents.registers.town.streams import stream

_SELF_EMPLOYED = 0.18
_AT_HOME = 0.3


@dataclass(frozen=True, slots=True)
class Working:
    """What a career depends on. ``since``: first day of insurance. ``at_home_from``: some stop at their wedding."""

    person: Person
    since: date
    service: Service | Examination | None
    at_home_from: date | None = None


class Jobs:
    def __init__(self, today: date) -> None:
        self._today, self._workplaces = today, load("workplaces", list[str])

    def of(self, working: Working) -> tuple[InsuredSpell, ...]:
        """Give the spells as an employee, oldest first; the last one may go on."""
        rng = stream("jobs", working.person.id)
        end = self._end(rng, working)
        return tuple(self._spells(rng, self._start(rng, working), end))

    def anywhere(self, rng: Random) -> str:
        return rng.choice(self._workplaces)

    def _start(self, rng: Random, working: Working) -> date:
        start = max(later(working.person.born, rng.randint(21 * 12, 28 * 12)), working.since)
        if isinstance(working.service, Service):
            free = working.service.discharged or self._today  # one who serves still has no job
            start = max(start, free + timedelta(days=rng.randint(20, 300)))
        return start

    def _end(self, rng: Random, working: Working) -> date:
        ends = [later(working.person.born, rng.randint(59 * 12, 65 * 12))]
        if rng.random() < _SELF_EMPLOYED:
            ends.append(later(working.person.born, rng.randint(30 * 12, 44 * 12)))
        if working.at_home_from and rng.random() < _AT_HOME:
            ends.append(working.at_home_from)
        return min(ends)

    def _spells(self, rng: Random, day: date, end: date) -> Iterator[InsuredSpell]:
        while day < min(end, self._today):
            lost = min(later(day, rng.randint(16, 132)), end)
            over = lost <= self._today
            yield InsuredSpell(InsuredAs.EMPLOYEE, self.anywhere(rng), day, lost if over else None)
            day = lost if rng.random() < 0.4 else later(lost, rng.randint(1, 11))  # noqa: PLR2004 - some change at once
