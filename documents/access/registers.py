"""Registers that note each look before it happens: no record is read without a line in the access log."""

from dataclasses import dataclass
from datetime import date

from documents.access.book import AccessBook
from documents.domain.kind import PaperKind
from documents.domain.options import Options
from documents.domain.records import Record
from documents.domain.resident import Ci, RegisterRecord
from documents.ports import Register, ResidentRegister

ISSUING = "issuing"


@dataclass(frozen=True)
class NotedResidents:
    """Implements ``ports.ResidentRegister`` around another one."""

    inner: ResidentRegister
    book: AccessBook

    def household(self, ci: Ci, purpose: PaperKind) -> RegisterRecord:
        self.book.note(who=ISSUING, source="register", whose=ci, what="household", why=purpose.value)
        return self.inner.household(ci, purpose)


@dataclass(frozen=True)
class NotedRegister:
    """Implements ``ports.Register`` around another one."""

    inner: Register
    book: AccessBook
    kind: PaperKind

    def find(self, ci: Ci, options: Options, today: date) -> Record:
        self.book.note(who=ISSUING, source="register", whose=ci, what="record", why=self.kind.value)
        return self.inner.find(ci, options, today)
