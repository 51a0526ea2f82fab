"""A promise as others see it, and a claim: the promise in the hands of one worker for a while."""

from dataclasses import dataclass, field
from datetime import datetime

from documents.domain.errors import MinwonError, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.paper import PaperDraft, SealedPaper
from documents.domain.receipt import Receipt
from documents.domain.request import PaperRequest
from documents.domain.state import TERMINAL, PromiseState


class LostClaim(MinwonError):
    """Somebody else owns the row by now; what this worker did counts for nothing."""

    code = "lost_claim"


class LedgerDown(Unavailable):
    """The database did not answer, or its disk is full. Nothing was accepted."""

    code = "ledger_down"


@dataclass(frozen=True, slots=True)
class Promise:
    """A paper that somebody was promised. Free of personal data."""

    key: str
    number: PaperNumber
    check_code: str
    kind: PaperKind
    conversation: str
    verification: str
    state: PromiseState
    attempts: int
    """Failures in a row at the present step."""
    error_code: str | None
    """Why it waits, is held or was rejected."""
    created_at: datetime
    issued_at: datetime | None
    expires_at: datetime | None
    sha256: str | None
    """Of the sealed bytes; None until SEALED."""
    receipt: Receipt | None
    superseded_by: PaperNumber | None = None
    """The paper that stands for this one, when it was taken back for another."""

    @property
    def issued(self) -> bool:
        """Tell whether the paper exists, also when its delivery is held."""
        return self.sha256 is not None

    @property
    def finished(self) -> bool:
        return self.state in TERMINAL

    def paper(self) -> SealedPaper:
        """Give the sealed paper's facts. Only for issued promises."""
        if self.sha256 is None or self.issued_at is None or self.expires_at is None:
            raise ValueError("not issued")
        return SealedPaper(self.number, self.kind, self.sha256, self.issued_at, self.expires_at, self.check_code)


@dataclass(frozen=True, slots=True)
class Claim:
    """A leased promise. ``epoch`` is the fence: a commit with an older epoch is refused."""

    promise: Promise
    epoch: int
    request: PaperRequest
    draft: PaperDraft | None = field(repr=False)
    """The stored snapshot that the page is made from; None while PROMISED."""
    blob: str | None
    failing_since: float | None
    behind: bool = False
    """An earlier paper of the same person is still on its way to the wallet: order is kept, so give this one back."""


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """An issued paper with what is needed to hand it out: for whom it was made, of what, and where its bytes are."""

    promise: Promise
    request: PaperRequest
    draft: PaperDraft | None = field(repr=False)
    """The snapshot that the page was made from."""
    blob: str


@dataclass(frozen=True, slots=True)
class Backlog:
    count: int
    oldest_seconds: float
    """Age of the oldest unfinished promise: the figure to raise an alarm on."""
