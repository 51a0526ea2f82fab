"""A counter over a real office database; registers, pages, seal and wallet are fakes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from sqlalchemy import Engine

from actions import words
from actions.consent import Consents
from actions.corrections import Corrections
from actions.form import ValidateIssueForm
from actions.guardian import Guardian
from actions.issue import Counter, Issue
from actions.past_requests import PastRequests
from actions.settings import HOUSE
from documents.domain.kind import PaperKind
from documents.domain.options import parse_options
from documents.domain.records import AbstractRecord, PersonAddress
from documents.domain.request import PaperRequest
from documents.domain.resident import Child, Ci, Name
from documents.ledger.ledger import MIGRATIONS as LEDGER
from documents.ledger.promise import Promise
from documents.service.database import migrate, open_engine
from tests.fakes_documents import NOON, FakeRecords, FakeRegister, record_of
from tests.office import NEWS, TestOffice, vault
from tests.unit.actions.fakes_actions import CONVERSATION, PERSON, FakeDesk, said

WORDS = words.load()
HAON = Child(Ci("h" * 88), Name("이하온"), date(2019, 5, 20))
TWIN = Child(Ci("t" * 88), Name("이하늘"), date(2019, 5, 20))
YOUNGER = Child(Ci("y" * 88), Name("이하람"), date(2021, 1, 2))


def abstract() -> AbstractRecord:
    home, day = record_of(PERSON), date(2020, 1, 2)
    address = PersonAddress("서울특별시 마포구 월드컵로 212 (성산동)", day, day, home.name, "본인", "거주자", "전입")
    number = home.household.members[0].rrn
    return AbstractRecord(home.subject, home.name, home.born, number, (address,), "서울특별시 마포구청장")


def clock() -> Any:
    return NOON


@dataclass
class Room:
    engine: Engine
    folder: Path
    desk: FakeDesk = field(default_factory=lambda: FakeDesk(PERSON))
    residents: FakeRegister = field(default_factory=FakeRegister)
    woken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        registers = {PaperKind.RESIDENT_ABSTRACT: FakeRecords(records={PERSON.ci: abstract()})}
        self.office = TestOffice(self.engine, self.folder, residents=self.residents, registers=registers)
        self.ledger = self.office.ledger
        self.guardian = Guardian(self.residents, vault().blind, WORDS)
        self.past = PastRequests(self.ledger, clock)
        self.consents = Consents(self.engine, WORDS["health_consent"])
        self.corrections = Corrections(self.engine, vault(), clock)
        self.have_children()

    def have_children(self, *children: Child) -> None:
        self.residents.records[PERSON.ci] = replace(record_of(PERSON), children=children)

    def issue(self) -> Issue:
        wake = lambda: self.woken.append("w")  # noqa: E731
        return Issue(Counter(self.desk, self.ledger, NEWS, self.guardian, self.consents, wake, WORDS))  # type: ignore[arg-type]

    def form(self) -> ValidateIssueForm:
        return ValidateIssueForm(self.desk, self.guardian, self.past, WORDS, clock)  # type: ignore[arg-type]

    def promise(
        self, kind: PaperKind, conversation: str = CONVERSATION, purpose: str | None = None, **chosen: Any
    ) -> Promise:
        options = parse_options(kind, chosen)
        return self.ledger.promise(PaperRequest(conversation, PERSON, kind, options, purpose))

    def issued(self, kind: PaperKind = PaperKind.RESIDENT_REGISTER, **more: Any) -> Promise:
        """Give a paper that has gone the whole way. Only 등본 and 초본 can be made over these fakes."""
        asked = self.promise(kind, **more)
        assert self.office.turn()
        return self.office.now(asked)


@contextmanager
def open_room(folder: Path) -> Iterator[Room]:
    engine = open_engine(f"sqlite:///{folder / 'office.db'}")
    migrate(engine, LEDGER)
    migrate(engine, HOUSE / "actions/migrations")
    yield Room(engine, folder)
    engine.dispose()


async def validate(form: ValidateIssueForm, asked: Tracker, **extracted: Any) -> tuple[list[str], dict[str, Any]]:
    """Run the form's validation as the engine does; give the responses and the slots that it set."""
    asked.events = [{"event": "action", "name": "action_extract_slots"}]
    asked.events += [{"event": "slot", "name": name, "value": value} for name, value in extracted.items()]
    asked.slots |= extracted
    asked.active_loop = {"name": "issue_form"}
    domain = {"forms": {"issue_form": {"required_slots": ["document", "choice", "identity", "about"]}}}
    dispatcher = CollectingDispatcher()
    events = await form.run(dispatcher, asked, domain)
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    return said(dispatcher.messages), slots
