"""What the issuer needs to know of papers: a port to the office, which stays the one place where they are kept."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber


class Standing(StrEnum):
    PROMISED = "promised"
    """Not sealed yet; it may come."""
    ISSUED = "issued"
    REFUSED = "refused"
    """It will not come."""
    TAKEN_BACK = "taken_back"
    """It was issued and counts no more."""


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """``sha256``, ``issued_at`` and ``expires_at`` are set once the paper is sealed."""

    number: PaperNumber
    kind: PaperKind
    conversation: str
    standing: Standing
    sha256: str | None
    issued_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a paper is about, and who asked for it when that is the guardian."""

    name: str = field(repr=False)
    born: date = field(repr=False)
    applicant_name: str | None = field(default=None, repr=False)
    applicant_born: date | None = field(default=None, repr=False)


class OfficePapers(Protocol):
    """Every method raises Unavailable when the office does not answer."""

    def find(self, number: PaperNumber) -> OfficePaper | None: ...

    def subject(self, number: PaperNumber) -> Subject:
        """Read from the paper's own bytes whom it is about. Raise Halt when they do not agree with the ledger."""
        ...

    def taken_back(self, now: datetime) -> frozenset[str]:
        """Give the digits of the papers that count no more and whose time would not have run out by itself."""
        ...
