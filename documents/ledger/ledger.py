"""The ledger: every promised paper, and the queue of the work on them, in one table."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from documents.domain.number import PaperNumber
from documents.ledger.asking import AskingSide
from documents.ledger.backoff import Backoff
from documents.ledger.events import EventStore
from documents.ledger.looking import LookingSide
from documents.ledger.office import Announcer, Office
from documents.ledger.tending import TendingSide
from documents.ledger.transactions import bound_transactions
from documents.ledger.voiding import VoidingSide
from documents.ledger.working import WorkingSide
from documents.service.clock import Clock, utc_now
from documents.vault import Vault

MIGRATIONS = Path(__file__).parents[1] / "migrations"
"""For ``documents.service.database.migrate``."""
LEASE_SECONDS = 5.0


class Ledger(AskingSide, LookingSide, WorkingSide, VoidingSide, TendingSide):
    """The narrow port: promise, claim, advance, fail, take back, tend, and what the desk and the public check read."""


def open_ledger(
    engine: Engine,
    vault: Vault,
    news: Announcer,
    promise_secret: bytes,
    *,
    clock: Clock = utc_now,
    lease: float = LEASE_SECONDS,
    backoff: Backoff | None = None,
    draw_number: Callable[[], PaperNumber] = PaperNumber.draw,
) -> Ledger:
    """Put a ledger over a migrated office database."""
    bound_transactions(engine, lease)
    office = Office(engine, vault, news, promise_secret, clock, lease, backoff or Backoff(), draw_number)
    return Ledger(office, EventStore(engine))
