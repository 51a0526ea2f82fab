"""Who lives together in the invented town: sexes, birth dates, weddings, births. Names and addresses come later."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from pydantic.dataclasses import dataclass as parsed

from documents.registers.town.days import age_on, between, birthday, later
from documents.registers.town.names import Abroad, Sex
from documents.registers.town.stays import FIRST_REGISTRATION
from documents.registers.town.streams import stream

SELF, SPOUSE, CHILD, COHABITANT = "본인", "배우자", "자녀", "동거인"
_PARENT: dict[Sex, str] = {"F": "모", "M": "부"}
_OTHER: dict[Sex, Sex] = {"F": "M", "M": "F"}
_SETTLED = timedelta(days=90)
"""Nobody married or came later than this before the town's today."""


@parsed(frozen=True)
class Rule:
    """A make-up of households. Ages are whole years."""

    count: int
    head: tuple[int, int]
    spouse: Literal["korean", "foreign", "naturalised"] | None = None
    children: tuple[int, int] = (0, 0)
    elders: int = 0
    cohabitants: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a spouse from abroad came from, when, and whether that one is a citizen by now."""

    abroad: Abroad
    entered: date
    naturalised: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """A member before names. ``joined``: when this one came into the household, for the head when it began."""

    id: str
    relation: str
    sex: Sex
    born: date
    joined: date
    guardians: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """``members``: the head first, then in the order that the law gives them on a 등본."""

    id: str
    members: tuple[Sketch, ...]
    married: date | None


@dataclass
class FamilyDraw:
    """Draws a household of ``rule``; ``abroad`` is the spouse from another country, where the rule has one."""

    id: str
    rule: Rule
    abroad: Abroad | None
    today: date
    _members: list[Sketch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rng = stream("family", self.id)

    def draw(self) -> Family:
        sex, born = self._head()
        spouse_born = self._spouse_born(sex, born)
        births = self._births(spouse_born if spouse_born and sex == "M" else born)
        married = self._wedding(births, born, spouse_born) if spouse_born else None
        began = self._leaving(born, married or next(iter(births), None))
        self._add(SELF, sex, born, began)
        if spouse_born and married:
            self._spouse(sex, spouse_born, married)
        parents = tuple(each.id for each in self._members)
        self._elders(born, married or began)
        for day in births:
            self._add(CHILD, self._rng.choice(("F", "M")), day, day, guardians=parents)
        self._cohabitants(began)
        return Family(self.id, tuple(self._members), married)

    def _head(self) -> tuple[Sex, date]:
        men = 0.75 if self.rule.spouse else 0.45
        sex: Sex = "M" if self._rng.random() < men else "F"
        born = birthday(self._rng, self.rule.head, self.today)
        return (_OTHER[self.abroad.sex] if self.abroad else sex), born

    def _spouse_born(self, sex: Sex, born: date) -> date | None:
        if not self.rule.spouse:
            return None
        months = self._rng.randint(-24, 72)  # husbands are older, mostly
        return later(born, months if sex == "M" else -months)

    def _births(self, mother_born: date) -> list[date]:
        wanted = self._rng.randint(*self.rule.children)
        latest = max(25, min(34, age_on(self.today, mother_born) - 1))
        months = self._rng.randint(25 * 12, latest * 12 + 11)
        days = []
        for _ in range(wanted):
            days.append(later(mother_born, months) + timedelta(days=self._rng.randint(0, 27)))
            months += self._rng.randint(20, 52)
        return [day for day in days if day <= self.today - timedelta(days=20)]

    def _wedding(self, births: list[date], born: date, spouse_born: date) -> date:
        months = self._rng.randint(26 * 12, 32 * 12)
        day = later(births[0], -self._rng.randint(12, 36)) if births else later(born, months)
        of_age = max(later(born, 240), later(spouse_born, 240), FIRST_REGISTRATION)
        return min(max(day, of_age), self.today - _SETTLED)

    def _leaving(self, born: date, before: date | None) -> date:
        last = min(later(born, 27 * 12), before or self.today - _SETTLED)
        return max(between(self._rng, later(born, 19 * 12), last), FIRST_REGISTRATION)

    def _spouse(self, head: Sex, born: date, married: date) -> None:
        if not self.abroad:
            return self._add(SPOUSE, _OTHER[head], born, married)
        entered = married - timedelta(days=self._rng.randint(20, 90))
        naturalised = self.rule.spouse == "naturalised"
        joined = min(later(married, self._rng.randint(40, 70)), self.today - _SETTLED) if naturalised else married
        return self._add(SPOUSE, _OTHER[head], born, joined, origin=Origin(self.abroad, entered, naturalised))

    def _elders(self, born: date, after: date) -> None:
        for _ in range(self.rule.elders):
            sex: Sex = "F" if self._rng.random() < 0.7 else "M"  # noqa: PLR2004 - widows, mostly
            elder_born = later(born, -self._rng.randint(22 * 12, 32 * 12))
            joined = between(self._rng, max(after, later(elder_born, 55 * 12)), self.today - _SETTLED)
            self._add(_PARENT[sex], sex, elder_born, joined)

    def _cohabitants(self, after: date) -> None:
        for _ in range(self.rule.cohabitants):
            born = birthday(self._rng, (20, 60), self.today)
            joined = between(self._rng, max(after, later(born, 240)), self.today - _SETTLED)
            self._add(COHABITANT, self._rng.choice(("F", "M")), born, joined)

    def _add(
        self,
        relation: str,
        sex: Sex,
        born: date,
        joined: date,
        *,
        guardians: tuple[str, ...] = (),
        origin: Origin | None = None,
    ) -> None:
        member = f"{self.id}-{len(self._members) + 1}"
        self._members.append(Sketch(member, relation, sex, born, joined, guardians, origin))
