"""A complaint (민원) as a value: its kinds of law, its states and the way through them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from documents.domain.errors import Refusal


class LegalClass(StrEnum):
    """What the Civil Petitions Treatment Act calls it; the clock follows from it."""

    MINOR = "minor"  # 기타민원
    GRIEVANCE = "grievance"  # 고충민원
    QUESTION = "question"  # 질의민원: procedures
    LAW_QUESTION = "law_question"  # 질의민원: what a law means
    PROPOSAL = "proposal"  # 건의민원


class State(StrEnum):
    DRAFT = "draft"  # being put together in the dialogue: no number yet
    RECEIVED = "received"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


OPEN = frozenset({State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS})
_NEXT = {
    State.DRAFT: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.ACCEPTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.IN_PROGRESS, State.ANSWERED, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.ANSWERED: frozenset({State.CLOSED}),
    State.WITHDRAWN: frozenset(),
    State.CLOSED: frozenset(),
}


class CaseRefused(Refusal):
    """Codes: ``no_such_complaint``, ``no_draft``, ``not_now``, ``extended_already``, ``too_many_files``."""


def check_step(now: State, then: State) -> None:
    """Raise CaseRefused ``not_now`` unless a complaint may go from ``now`` to ``then``."""
    if then not in _NEXT[now]:
        raise CaseRefused("not_now")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a browser or a photo says that it is: degrees (WGS 84) and metres."""

    lat: float
    lon: float
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Handler:
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint without its sealed parts. ``number`` is None while it is a draft; ``agent`` is a staff id."""

    id: str
    conversation: str
    number: str | None
    state: State
    kind: str
    district: str | None
    dong: str | None
    department: str
    handler: Handler
    agent: str | None
    received_at: datetime | None
    accept_by: datetime | None
    due_at: datetime | None
    accepted_at: datetime | None
    answered_at: datetime | None
    extended_at: datetime | None
    score: int | None

    def late(self, now: datetime) -> bool:
        """Say whether a legal clock ran out: acceptance or answer."""
        unaccepted = self.state is State.RECEIVED and self.accept_by is not None and now > self.accept_by
        unanswered = self.state in OPEN and self.due_at is not None and now > self.due_at
        return unaccepted or unanswered


@dataclass(frozen=True, slots=True)
class Contact:
    """How the city reaches the person. ``verified`` says that the identity check confirmed it."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    verified: bool = False
