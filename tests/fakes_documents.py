"""Small stand-ins for what issuing needs from outside. A fake paper is JSON, so that a test can read it back."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Lock

from documents.domain.errors import Halt, Refusal
from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.options import Options, RegisterOptions
from documents.domain.paper import PaperDraft, PrintedSubject, SealedPaper
from documents.domain.receipt import Receipt
from documents.domain.records import Record
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.resident import (
    AddressEntry,
    Ci,
    Household,
    Member,
    Name,
    RegisterRecord,
    ResidentId,
    Rrn,
)

NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
SECRET = b"promise secret of the tests, 32b"


def person(name: str = "김서연", born: date = date(1988, 3, 14), *, ci: str | None = None) -> VerifiedPerson:
    return VerifiedPerson(secrets.token_urlsafe(12), Ci(ci or f"ci-{name}-{born}".ljust(88, "0")), name, born, NOON)


def request(
    who: VerifiedPerson | None = None, conversation: str | None = None, purpose: str | None = "은행 제출"
) -> PaperRequest:
    chat = conversation or secrets.token_urlsafe(18)
    return PaperRequest(chat, who or person(), PaperKind.RESIDENT_REGISTER, RegisterOptions(), purpose)


def record_of(who: VerifiedPerson, *, restricted: bool = False) -> RegisterRecord:
    me, name = ResidentId(f"r-{who.ci}"), Name(who.name)
    day = date(2020, 1, 2)
    address = AddressEntry("서울특별시 마포구 월드컵로 212 (성산동)", day, day, "전입")
    member = Member(me, "본인", name, Rrn("880314-2526019"), day, day, "거주자", "전입")
    home = Household(name, "전입세대구성", day, (address,), (member,), "서울특별시 마포구청장")
    return RegisterRecord(me, name, who.born, home, frozenset({me}) if restricted else frozenset())


@dataclass
class Trouble:
    """Raises what is planned, one after another, before the real thing happens."""

    planned: list[BaseException] = field(default_factory=list)
    calls: int = 0
    lock: Lock = field(default_factory=Lock)

    def meet(self) -> None:
        with self.lock:
            self.calls += 1
            error = self.planned.pop(0) if self.planned else None
        if error:
            raise error


@dataclass
class FakeRegister(Trouble):
    records: dict[str, RegisterRecord] = field(default_factory=dict)

    def know(self, *people: VerifiedPerson) -> "FakeRegister":
        self.records |= {who.ci: record_of(who) for who in people}
        return self

    def household(self, ci: Ci, purpose: PaperKind) -> RegisterRecord:
        self.meet()
        if ci not in self.records:
            raise Refusal("no_record")
        return self.records[ci]


@dataclass
class FakeRecords(Trouble):
    """The agency of one kind: gives what it has of a person, whatever the options."""

    records: dict[str, Record] = field(default_factory=dict)

    def find(self, ci: Ci, options: Options, today: date) -> Record:
        self.meet()
        if ci not in self.records:
            raise Refusal("no_record")
        return self.records[ci]


@dataclass
class FakeRenderer(Trouble):
    change: Callable[[dict[str, str]], dict[str, str]] = lambda page: page

    def render(self, draft: PaperDraft) -> bytes:
        self.meet()
        page = {"number": draft.number.digits, "name": draft.record.name.hangul, "born": str(draft.record.born)}
        applicant_born = draft.applicant_born or draft.record.born
        page |= {"applicant_name": draft.applicant.hangul, "applicant_born": str(applicant_born)}
        page |= {"issued_at": draft.issued_at.isoformat(), "url": draft.verify_url}
        return json.dumps(self.change(page)).encode()


def _person(page: dict[str, str], who: str) -> tuple[str, date]:
    name, born = (page.get(f"{who}{what}", page[what]) for what in ("name", "born"))
    return name, date.fromisoformat(born)


@dataclass
class FakeReader(Trouble):
    def read(self, pdf: bytes) -> PrintedSubject:
        self.meet()
        try:
            page = json.loads(pdf)
            subject, applicant = (_person(page, who) for who in ("", "applicant_"))
            return PrintedSubject(PaperNumber(page["number"]), *subject, *applicant)
        except ValueError as error:
            raise Halt("subject_mismatch") from error


@dataclass
class FakeSealer(Trouble):
    """Each seal differs, as a real one does by its time-stamp."""

    def seal(self, pdf: bytes, draft: PaperDraft) -> bytes:
        self.meet()
        return json.dumps(json.loads(pdf) | {"seal": secrets.token_hex(8)}).encode()


@dataclass
class FakeWallet(Trouble):
    """Keeps papers by promise key, as the wallet does: another digest under a known key is a conflict."""

    after: list[BaseException] = field(default_factory=list)
    """Raised after the paper was taken: the answer is lost."""
    held: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    lie: bool = False

    def deliver(self, paper: SealedPaper, pdf: bytes, holder_ci: Ci, promise_key: str) -> Receipt:
        self.meet()
        digest = hashlib.sha256(pdf).hexdigest()
        with self.lock:
            if promise_key in self.held and hashlib.sha256(self.held[promise_key][1]).hexdigest() != digest:
                raise Halt("wallet_conflict")
            if promise_key not in self.held:
                self.order.append(paper.number.digits)
            self.held[promise_key] = (holder_ci, pdf)
            error = self.after.pop(0) if self.after else None
        if error:
            raise error
        return Receipt(promise_key, "0" * 64 if self.lie else digest, NOON, "signed.by.wallet")


class Killed(BaseException):
    """The process died here."""
