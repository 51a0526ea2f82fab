"""The town of the sandbox: the sample residents, and the invented ones whom ``plan.yml`` asks for."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import chain, cycle

from pydantic.dataclasses import dataclass as parsed

from documents.domain.resident import ResidentId
from documents.registers.town.doses import open_vaccinations
from documents.registers.town.dossier import Dossier
from documents.registers.town.dwellings import Dwellings
from documents.registers.town.families import Family, FamilyDraw, Rule
from documents.registers.town.founding import Founder
from documents.registers.town.inhabitants import Registry
from documents.registers.town.insuring import Insuring
from documents.registers.town.invented import Invention
from documents.registers.town.jobs import Jobs
from documents.registers.town.journeys import Journeys
from documents.registers.town.lists import load
from documents.registers.town.moves import Moves
from documents.registers.town.names import Names, load_names
from documents.registers.town.people import Person, load_people
from documents.registers.town.premiums import Premiums
from documents.registers.town.renaming import Renaming
from documents.registers.town.samples import Samples
from documents.registers.town.service import open_draft
from documents.registers.town.settling import Settling
from documents.registers.town.tariff import Tariff, load_tariff
from documents.registers.town.trips import Travels


@parsed(frozen=True)
class Plan:
    """``today``: the day until which lives are told; nothing of the data is later."""

    today: date
    first_phone: int
    households: list[Rule]


class Town:
    """``dossiers``: the sample residents first, in the order of their file."""

    def __init__(self, dossiers: Iterable[Dossier], premiums: Premiums) -> None:
        self.dossiers, self.premiums = tuple(dossiers), premiums
        self.people = tuple(each.person for each in self.dossiers)
        self._by_id = {each.person.id: each for each in self.dossiers}
        self._wards: dict[str, list[Person]] = {}
        for person in self.people:
            for guardian in person.guardians:
                self._wards.setdefault(guardian, []).append(person)

    def resident(self, resident: str) -> Dossier:
        """Raise KeyError for somebody who does not live here."""
        return self._by_id[ResidentId(resident)]

    def wards(self, guardian: str) -> tuple[Person, ...]:
        """Give the children whose legal guardian somebody is, of any age, the oldest first."""
        return tuple(sorted(self._wards.get(guardian, ()), key=lambda each: each.born))


@cache
def open_town() -> Town:
    """Draw the town: the same on every machine and in every release that has the same plan and lists.

    It is drawn once a process, since nothing of it ever changes.
    """
    plan, people, names, tariff, dwellings = load("plan", Plan), load_people(), load_names(), load_tariff(), Dwellings()
    samples = Samples(people, dwellings.districts, open_draft(plan.today), open_vaccinations(plan.today))
    invention = _invention(plan, people, names, tariff, dwellings)
    families = zip(_families(plan, names), cycle(dwellings.districts), strict=False)
    invented = chain.from_iterable(invention.dossiers(family, district) for family, district in families)
    return Town(chain(samples.dossiers(), invented), Premiums(tariff))


def _invention(plan: Plan, people: tuple[Person, ...], names: Names, tariff: Tariff, dwellings: Dwellings) -> Invention:
    taken: set[tuple[str, date | str]] = {(each.name, each.born) for each in people}
    return Invention(
        registry=Registry(names, taken, plan.first_phone, plan.today),
        settling=Settling(Moves(dwellings, plan.today), Founder(names, plan.today)),
        draft=open_draft(plan.today),
        insuring=Insuring(Jobs(plan.today), tariff.began, plan.today),
        journeys=Journeys(Travels(plan.today), plan.today),
        vaccinations=open_vaccinations(plan.today),
        renaming=Renaming(names, plan.today),
    )


def _families(plan: Plan, names: Names) -> Iterator[Family]:
    rules = chain.from_iterable([rule] * rule.count for rule in plan.households)
    abroad = iter(names.abroad)
    for number, rule in enumerate(rules, start=1):
        spouse = next(abroad) if rule.spouse in {"foreign", "naturalised"} else None
        yield FamilyDraw(f"t{number:03d}", rule, spouse, plan.today).draw()
