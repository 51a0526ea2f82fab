"""All that the agencies know of one resident. Each sandbox register tells its own part."""

from dataclasses import dataclass, field
from datetime import date

from documents.domain.records import Dose, Examination, PersonAddress, PersonalChange, Service, Trip
from documents.domain.resident import Name
from documents.registers.town.homes import Home
from documents.registers.town.people import Person
from documents.registers.town.premiums import Insured
from documents.registers.town.stays import Row

KOREA = "대한민국"
_SELF = "본인"


@dataclass(frozen=True, slots=True)
class Under:
    """Whose household somebody belonged to until a day, and as what."""

    until: date
    householder: Name
    relation: str


@dataclass(frozen=True, slots=True)
class Passport:
    """``number`` and ``roman``, the name as it stands there, are None for who never had one."""

    nationality: str = KOREA
    number: str | None = field(default=None, repr=False)
    roman: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Dossier:
    """``addresses`` newest first, ``doses`` and ``trips`` oldest first."""

    person: Person
    home: Home
    addresses: tuple[PersonAddress, ...]
    insured: Insured
    passport: Passport
    doses: tuple[Dose, ...] = ()
    trips: tuple[Trip, ...] = ()
    military: Service | Examination | None = None
    changes: tuple[PersonalChange, ...] = ()
    foreigner_number: str | None = field(default=None, repr=False)

    @property
    def name(self) -> Name:
        return name_of(self.person)

    @property
    def address(self) -> str:
        return self.home.rows[0].address


def name_of(person: Person) -> Name:
    return Name(person.name, person.hanja)


def addresses_of(
    rows: tuple[Row, ...], person: Person, head: Person, joined: date, unders: tuple[Under, ...]
) -> tuple[PersonAddress, ...]:
    """Say of each row with whom that was. ``unders``: earliest first; ``joined``: when the household was entered."""

    def of_row(row: Row) -> PersonAddress:
        under = next((each for each in unders if row.moved_in < each.until), None)
        alone = person.id == head.id or row.moved_in < joined
        householder, relation = (name_of(person), _SELF) if alone else (name_of(head), person.role)
        if under:
            householder, relation = under.householder, under.relation
        return PersonAddress(row.address, row.moved_in, row.changed, householder, relation, "거주자", row.reason)

    return tuple(of_row(row) for row in rows)
