"""The identity service over a real office database, with phones in memory that follow the provider's rules."""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy import event as sqlalchemy_event

from actions.identity.answers import Answers
from actions.identity.budget import Budget
from actions.identity.parts import Parts
from actions.identity.poller import Poller
from actions.identity.provider import (
    Approved,
    AuthRequest,
    Expired,
    IdentityUnavailable,
    Pending,
    ProvenPerson,
    Refused,
    Status,
    TypedPerson,
    UnknownPerson,
)
from actions.identity.sealing import Sealing
from actions.identity.state import Verification
from actions.identity.tables import verification
from actions.identity.verification import Verifications
from documents.ledger.events import EventStore
from documents.ledger.schema import event
from documents.registers.town.people import load_people
from documents.service.database import migrate, open_engine
from documents.vault import Vault

ROOT = Path(__file__).parents[3]
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PEOPLE = {person.id: person for person in load_people() if person.phone}
PANEL = {key: (each.name, each.born.isoformat(), each.phone) for key, each in PEOPLE.items()}
SECONDS = 300


@dataclass
class Hand:
    """A clock that is moved by hand."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Ringing:
    """One request on a phone."""

    id: str
    person: TypedPerson
    purpose: str
    code: str
    at: datetime
    state: str = "waiting"
    answered_at: datetime | None = None


@dataclass
class Phones:
    """An identity provider whose phones are pressed by the test."""

    clock: Hand
    asked: list[Ringing] = field(default_factory=list)
    down: bool = False
    looks: int = 0
    proves: str | None = None
    """Prove this resident instead of the one who was asked."""

    async def request(self, person: TypedPerson, purpose: str, binding_code: str) -> AuthRequest:
        self._reachable()
        if holder(person) is None:
            raise UnknownPerson
        ringing = Ringing(f"auth-{len(self.asked)}", person, purpose, binding_code, self.clock())
        self.asked.append(ringing)
        return AuthRequest(ringing.id, ringing.at + timedelta(seconds=SECONDS), 1.0)

    async def status(self, request_id: str) -> Status:
        self.looks += 1
        self._reachable()
        ringing = next(each for each in self.asked if each.id == request_id)
        if ringing.state == "used" or self.clock() >= ringing.at + timedelta(seconds=SECONDS):
            return Expired()
        if ringing.state == "refused":
            return Refused()
        if ringing.state == "waiting":
            return Pending()
        ringing.state = "used"
        return Approved(self.proof(ringing))

    def press(self, ringing: Ringing, *, approve: bool) -> None:
        if ringing.state == "waiting" and self.clock() < ringing.at + timedelta(seconds=SECONDS):
            ringing.state, ringing.answered_at = ("approved" if approve else "refused"), self.clock()

    def proof(self, ringing: Ringing) -> ProvenPerson:
        resident = PEOPLE[self.proves] if self.proves else holder(ringing.person)
        return ProvenPerson(resident.ci, resident.name, resident.born, ringing.answered_at)

    def _reachable(self) -> None:
        if self.down:
            raise IdentityUnavailable


def holder(person: TypedPerson) -> Any:
    typed = (person.name, person.born, person.phone)
    return next((each for each in PEOPLE.values() if (each.name, each.born, each.phone_digits) == typed), None)


class Room:
    """Everything of one test. Close it when done."""

    def __init__(self, folder: Path, budget: Budget | None = None, engine: Engine | None = None) -> None:
        self.engine = engine or _sqlite(folder)
        self.clock = Hand()
        self.phones = Phones(self.clock)
        self.events = EventStore(self.engine)
        self.parts = self.new_parts(budget or Budget("100000/minute", "100000/minute"))
        self.verifications, self.answers, self.poller = self.process()

    def new_parts(self, budget: Budget) -> Parts:
        vault = Vault(b"k" * 32, b"i" * 32)
        providers = {"citizen": self.phones}
        return Parts(self.engine, Sealing(vault), providers, self.events, _card, budget, self.clock)

    def process(self) -> tuple[Verifications, Answers, Poller]:
        """Start a process over the same database."""
        return Verifications(self.parts), Answers(self.parts), Poller(self.parts)

    async def submit(self, conversation: str, person: str = "seoyeon") -> Verification:
        return await self.verifications.submit(conversation, *PANEL[person], "citizen")

    async def approved(self, conversation: str, person: str = "seoyeon") -> Verification:
        """Ask, submit, approve on the phone, notice it."""
        self.verifications.ask(conversation, "등본 발급")
        verification = await self.submit(conversation, person)
        self.clock.move(seconds=2)
        self.phones.press(self.phones.asked[-1], approve=True)
        await self.poller.look()
        return verification

    def live(self, conversation: str) -> Any:
        return self.verifications.live(conversation, self.clock())

    def told(self, conversation: str | None = None) -> list[str]:
        """Give the types of all news, in order."""
        return [each.type.value for each in self.events.pending() if conversation in {None, each.conversation}]

    def raw(self) -> str:
        """Give every value of the database's verifications and news."""
        with self.engine.begin() as connection:
            rows = [connection.execute(select(each)).all() for each in (verification, event)]
        return repr(rows)

    def close(self) -> None:
        self.engine.dispose()


def make_tables(engine: Engine) -> None:
    migrate(engine, ROOT / "documents/migrations")
    migrate(engine, ROOT / "actions/migrations")


def _card(verification: Verification) -> dict[str, Any]:
    return {"type": "identity", "id": verification.id, "state": verification.state.value}


def _sqlite(folder: Path) -> Engine:
    database = folder / "office.db"
    shutil.copy(_template(), database)
    engine = open_engine(f"sqlite:///{database}")
    sqlalchemy_event.listen(engine, "connect", _hurry)
    return engine


def _hurry(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # tests outlive no power cut


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="identity-"))
    engine = open_engine(f"sqlite:///{folder / 'office.db'}")
    make_tables(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return folder / "office.db"
