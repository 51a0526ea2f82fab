"""A conversation in the hands of people, as values: who asked for a person, why, who serves, since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from channels.conversation.message import State
from documents.domain.errors import Refusal


class Reason(StrEnum):
    """Why a person is wanted. ``EMERGENCY`` goes before everything else in the queue."""

    REQUESTED = "requested"
    NOT_UNDERSTOOD = "not_understood"
    EMOTION = "emotion"
    EMERGENCY = "emergency"
    PART_DOWN = "part_down"
    PAPER = "paper"
    COMPLAINT = "complaint"
    STAFF = "staff"


class CloseReason(StrEnum):
    SOLVED = "solved"
    TOLD_ELSEWHERE = "told_elsewhere"
    NO_ANSWER = "no_answer"
    ABUSE = "abuse"
    DUPLICATE = "duplicate"


TEAMS = ("general", "papers", "complaints")
OPEN = (State.WAITING, State.STAFF)


class NotHolder(Refusal):
    """This agent does not hold the conversation (any more): somebody took it over, or the claim lapsed."""

    code = "not_holder"


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish for a person. ``summary`` holds ids and codes of the dialogue, never free text of its own."""

    reason: Reason
    team: str = TEAMS[0]
    summary: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Handover:
    """One hand-over. A conversation has at most one that is open (waiting or staff); the older ones are kept.

    ``number`` counts up over the house. ``state`` is bot or closed once it has ended. ``wanted`` is the agent to whom
    it was forwarded: a wish, anybody may claim. ``version`` grows with every change over the house.
    """

    conversation: str
    number: int
    channel: str
    reason: Reason
    team: str
    state: State
    on_hold: bool
    agent: str | None
    wanted: str | None
    asked_at: datetime
    claimed_at: datetime | None
    answered_at: datetime | None
    respond_by: datetime
    last_citizen_at: datetime | None
    waiting_for_staff: bool
    ended_at: datetime | None
    close_reason: CloseReason | None
    summary: Mapping[str, Any] = field(repr=False)
    version: int = 0

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def breached(self, now: datetime) -> bool:
        """Say whether the first answer of a person is overdue."""
        return self.open and self.answered_at is None and now > self.respond_by


class Deed(StrEnum):
    """What the staff log of a hand-over tells."""

    ASKED = "asked"
    CLAIMED = "claimed"
    TAKEN_OVER = "taken_over"
    FORWARDED = "forwarded"
    HELD = "held"
    RESUMED = "resumed"
    LAPSED = "lapsed"
    RETURNED = "returned"
    CLOSED = "closed"
    CONSENT_ASKED = "consent_asked"
    CONSENT_GIVEN = "consent_given"
    CONSENT_REFUSED = "consent_refused"


@dataclass(frozen=True, slots=True)
class LogLine:
    """``note`` is for staff only. It is free text and goes neither to the citizen nor to the engine."""

    number: int
    at: datetime
    deed: Deed
    agent: str | None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Presence:
    """An agent whose console is open. ``holding`` counts the conversations that this agent serves now."""

    agent: str
    capacity: int
    holding: int
    seen_at: datetime
