"""What the check knows of issued papers: the ledger's own words, asked through a port."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.verdict import CheckStatus


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    number: PaperNumber
    kind: PaperKind
    sha256: str
    """Hex digest of the sealed bytes."""
    issued_at: datetime
    expires_at: datetime
    standing: CheckStatus = CheckStatus.VALID
    """VALID, REVOKED or SUPERSEDED; expiry is a matter of the clock."""


class IssuedPapers(Protocol):
    def find(self, number: PaperNumber) -> IssuedPaper | None: ...

    def find_coded(self, number: PaperNumber, check_code: str) -> IssuedPaper | None:
        """Find by both printed items. A wrong code and an unknown number are one work and one None."""
        ...

    def find_sha256(self, sha256: str) -> IssuedPaper | None:
        """``sha256``: 64 lower-case hex digits."""
        ...
