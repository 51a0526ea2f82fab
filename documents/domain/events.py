"""News that flow back to the channels. Bodies carry ids, numbers and codes only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    IDENTITY_PENDING = "identity_pending"
    IDENTITY_SLOW = "identity_slow"
    IDENTITY_APPROVED = "identity_approved"
    IDENTITY_REFUSED = "identity_refused"
    IDENTITY_EXPIRED = "identity_expired"
    IDENTITY_WITHDRAWN = "identity_withdrawn"
    """The citizen stopped or went back: the card closes, nobody says a word."""
    PAPER_PROGRESS = "paper_progress"
    PAPER_ISSUED = "paper_issued"
    PAPER_DELIVERED = "paper_delivered"
    PAPER_WAITING = "paper_waiting"
    PAPER_REJECTED = "paper_rejected"
    PAPER_HELD = "paper_held"
    PAPER_VOIDED = "paper_voided"


@dataclass(frozen=True, slots=True)
class OfficeEvent:
    id: str
    conversation: str
    type: EventType
    body: dict[str, Any]
    at: datetime
