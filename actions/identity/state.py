"""What a verification is, and how long an approval may be used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from documents.domain.errors import Refusal

FIRST_USE = timedelta(minutes=10)
"""An approval serves a first paper so long after it was given."""
GROUP = timedelta(minutes=15)
"""Once used, it serves further papers of the same conversation so long after it was given."""


class State(StrEnum):
    REQUESTED = "requested"
    """The panel is open; nothing was sent."""
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    USED = "used"
    WITHDRAWN = "withdrawn"
    """The citizen stopped or went back: the panel takes nothing any more."""


@dataclass(frozen=True, slots=True)
class Verification:
    """One question to a phone. Nothing in it tells who the person is."""

    id: str
    conversation: str
    state: State
    purpose: str
    """What the phone shows, e.g. 주민등록표(등본) 발급."""
    provider: str | None
    binding_code: str | None
    expires_at: datetime | None
    """When the phone's time is over."""
    submitted_at: datetime | None
    approved_at: datetime | None
    first_used_at: datetime | None

    def live(self, now: datetime) -> bool:
        """Tell whether papers may be issued by it."""
        if self.approved_at is None or self.state not in {State.APPROVED, State.USED}:
            return False
        return now < self.approved_at + (FIRST_USE if self.first_used_at is None else GROUP)

    def waiting(self, now: datetime) -> bool:
        return self.state is State.PENDING and self.expires_at is not None and now < self.expires_at


class NotAsked(Refusal):
    """The conversation has no open question about identity."""

    code = "identity_not_asked"


class NothingToResend(Refusal):
    code = "nothing_to_resend"


class UnknownProvider(Refusal):
    code = "unknown_provider"


class TooManyRequests(Refusal):
    code = "too_many_requests"
