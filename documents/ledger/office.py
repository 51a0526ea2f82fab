"""What both sides of the ledger, asking and working, share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine

from documents.domain.events import OfficeEvent
from documents.domain.number import PaperNumber
from documents.ledger.backoff import Backoff
from documents.ledger.promise import Promise
from documents.ledger.transactions import look, run
from documents.service.clock import Clock, utc_now
from documents.vault import Vault

T = TypeVar("T")


class Announcer(Protocol):
    """Says what the channels are told at each turn of a promise. All within the transaction of that turn."""

    def advanced(self, promise: Promise, at: datetime) -> list[OfficeEvent]: ...
    def waiting(self, promise: Promise, at: datetime) -> list[OfficeEvent]: ...
    def rejected(self, promise: Promise, at: datetime) -> list[OfficeEvent]: ...
    def held(self, promise: Promise, at: datetime) -> list[OfficeEvent]: ...
    def cancelled(self, promise: Promise, at: datetime) -> list[OfficeEvent]: ...
    def voided(self, promise: Promise, at: datetime) -> list[OfficeEvent]: ...


Tell = Callable[[Promise, datetime], list[OfficeEvent]]
"""One of the announcer's, for a turn that is being written."""


def in_silence(_promise: Promise, _at: datetime) -> list[OfficeEvent]:
    return []


@dataclass(frozen=True)
class Office:
    """The ledger's surroundings. ``promise_secret`` keys the promise keys; ``lease`` is in seconds."""

    engine: Engine
    vault: Vault
    news: Announcer
    promise_secret: bytes = field(repr=False)
    clock: Clock = utc_now
    lease: float = 5.0
    backoff: Backoff = field(default_factory=Backoff)
    draw_number: Callable[[], PaperNumber] = PaperNumber.draw

    def run(self, work: Callable[[Connection], T]) -> T:
        return run(self.engine, work)

    def look(self, work: Callable[[Connection], T]) -> T:
        """Run what changes nothing."""
        return look(self.engine, work)
