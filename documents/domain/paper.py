"""A paper before and after its seal."""

from dataclasses import dataclass, field
from datetime import date, datetime

from documents.domain.kind import PaperKind
from documents.domain.log import LogProof
from documents.domain.number import PaperNumber
from documents.domain.options import Options
from documents.domain.records import Record
from documents.domain.resident import Name


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """All that a page is made of. The same draft renders to the same bytes, whoever renders it and whenever."""

    number: PaperNumber
    check_code: str
    kind: PaperKind
    record: Record
    """The register's answer about the subject of the paper, of the class that belongs to ``kind``."""
    applicant: Name
    """Who asked: the subject, or the legal guardian of the child that it is about."""
    options: Options
    purpose: str | None
    issued_at: datetime
    expires_at: datetime
    verify_url: str
    """Public check with number and check code: what the QR says."""
    applicant_born: date | None = field(default=None, repr=False)
    """Birth date of the guardian who asked for a child's paper; None when the applicant is the subject."""


@dataclass(frozen=True, slots=True)
class PrintedSubject:
    """Whose paper it is and who asked for it, as read back from the bytes of the paper itself."""

    number: PaperNumber
    name: str = field(repr=False)
    born: date = field(repr=False)
    applicant_name: str = field(repr=False)
    """The subject's own, but for a child's paper."""
    applicant_born: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedPaper:
    number: PaperNumber
    kind: PaperKind
    sha256: str
    """Hex digest of the sealed bytes; the ledger's copy decides whether a file is ours."""
    issued_at: datetime
    expires_at: datetime
    check_code: str
    log_proof: LogProof | None = None
    """Where it stands in the public log; known from LOGGED on."""
