"""Dossiers of the sample residents: as told in ``cast.yml``; what is not told there is drawn."""

from documents.domain.records import Dose, Examination, Service
from documents.registers.town.cast import Told, load_cast
from documents.registers.town.doses import Patient, Vaccinations
from documents.registers.town.dossier import Dossier, addresses_of
from documents.registers.town.dwellings import District
from documents.registers.town.homes import Home, sample_homes
from documents.registers.town.people import Person
from documents.registers.town.premiums import Insured
from documents.registers.town.service import Draft
from documents.registers.town.stays import Row, address_on, rows_of_member


class Samples:
    def __init__(
        self, people: tuple[Person, ...], districts: list[District], draft: Draft, vaccinations: Vaccinations
    ) -> None:
        self._people = {str(person.id): person for person in people}
        self._districts = {each.name: each for each in districts}
        self._homes = {home.id: home for home in sample_homes()}
        self._cast, self._draft, self._vaccinations = load_cast(), draft, vaccinations

    def dossiers(self) -> tuple[Dossier, ...]:
        """Raise KeyError when people, homes and cast do not fit together."""
        return tuple(self._dossier(person, self._cast[person.id]) for person in self._people.values())

    def _dossier(self, person: Person, told: Told) -> Dossier:
        home = self._homes[person.household]
        head = self._people[home.members[0].resident]
        joined = told.joined.moved_in if told.joined else person.born
        return Dossier(
            person=person,
            home=home,
            addresses=addresses_of(_rows(told, home), person, head, joined, told.unders()),
            insured=Insured(person.id, told.insured_spells(), told.unpaid),
            passport=told.papers(person.roman),
            doses=self._doses(person, told),
            trips=told.crossings(),
            military=told.military() or self._drafted(person),
            changes=told.personal_changes(),
            foreigner_number=person.rrn.open() if person.foreigner else None,
        )

    def _drafted(self, person: Person) -> Service | Examination | None:
        liable = person.sex == "M" and not person.foreigner
        return self._draft.draw(person.id, person.born) if liable else None

    def _doses(self, person: Person, told: Told) -> tuple[Dose, ...]:
        if told.doses == "none" or person.district is None:
            return ()
        district, since = self._districts[person.district], told.here_since(person.born)
        return self._vaccinations.of(
            Patient(person, district, since, thorough=told.doses == "thorough", more=told.doses_beside())
        )


def _rows(told: Told, home: Home) -> tuple[Row, ...]:
    if told.joined is None:
        return home.rows
    entry = Row(address_on(home.rows, told.joined.moved_in), *told.joined)
    return rows_of_member(home.rows, entry, told.rows_before())
