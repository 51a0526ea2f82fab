"""Builds office parts for tests: a ledger, and a whole issuing office over fakes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, update

from documents.archive import PaperStore
from documents.domain.kind import PaperKind
from documents.domain.paper import PaperDraft
from documents.domain.request import PaperRequest
from documents.domain.resident import Name
from documents.drafting import Drafting
from documents.issuing import Issuing
from documents.ledger.backoff import Backoff
from documents.ledger.ledger import Ledger, open_ledger
from documents.ledger.promise import Claim, Promise
from documents.ledger.schema import database_now, promise
from documents.news import News
from documents.ports import Register
from documents.service.clock import Clock
from documents.vault import Vault
from tests.fakes_documents import (
    NOON,
    SECRET,
    FakeReader,
    FakeRegister,
    FakeRenderer,
    FakeSealer,
    FakeWallet,
    record_of,
)

NEWS = News("http://wallet.test")
AT_ONCE = Backoff(jitter=lambda: 0.0)
"""Tries again without a pause."""


def vault() -> Vault:
    return Vault(b"k" * 32, b"i" * 32)


def ledger_over(
    engine: Engine, *, clock: Clock = lambda: NOON, lease: float = 30.0, backoff: Backoff = AT_ONCE
) -> Ledger:
    return open_ledger(engine, vault(), NEWS, SECRET, clock=clock, lease=lease, backoff=backoff)


def draft_for(claim: Claim, at: datetime = NOON) -> PaperDraft:
    held, request = claim.promise, claim.request
    return PaperDraft(
        number=held.number,
        check_code=held.check_code,
        kind=request.kind,
        record=record_of(request.person),
        applicant=Name(request.person.name),
        options=request.options,
        purpose=request.purpose,
        issued_at=at,
        expires_at=at + timedelta(days=90),
        verify_url="http://wallet.test/verify",
    )


@dataclass
class TestOffice:
    """Issuing over fakes. ``turn()`` works on one promise; ``expire()`` lets the leases of the dead run out."""

    __test__ = False
    engine: Engine
    folder: Path
    residents: FakeRegister = field(default_factory=FakeRegister)
    registers: dict[PaperKind, Register] = field(default_factory=dict)
    renderer: FakeRenderer = field(default_factory=FakeRenderer)
    reader: FakeReader = field(default_factory=FakeReader)
    sealer: FakeSealer = field(default_factory=FakeSealer)
    wallet: FakeWallet = field(default_factory=FakeWallet)
    lease: float = 30.0
    backoff: Backoff = AT_ONCE

    def __post_init__(self) -> None:
        self.ledger = ledger_over(self.engine, lease=self.lease, backoff=self.backoff)
        self.store = PaperStore(self.folder / "papers", self.engine, vault())
        self.issuing = self.restarted()

    def restarted(self) -> Issuing:
        """Issuing as a fresh process would have it."""
        return Issuing(
            self.ledger,
            Drafting(self.residents, self.registers, NEWS),
            self.renderer,
            self.reader,
            self.sealer,
            self.wallet,
            self.store,
            lambda: NOON,
        )

    def ask(self, request: PaperRequest) -> Promise:
        self.residents.know(request.person)
        return self.ledger.promise(request)

    def turn(self, worker: str = "w") -> bool:
        claim = self.ledger.claim(worker)
        if claim is None:
            return False
        self.restarted().work(claim)
        return True

    def now(self, asked: Promise) -> Promise:
        found = self.ledger.find(asked.conversation, asked.number)
        assert found is not None
        return found

    def expire(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(update(promise).values(lease_until=database_now() - 1))

    def told(self, asked: Promise) -> list[tuple[str, object]]:
        """Give type and the telling part of each event of the promise's conversation."""
        events = [e for e in self.ledger.events.pending(10_000) if e.conversation == asked.conversation]
        return [(e.type.value, e.body.get("reason", e.body.get("card", {}).get("done"))) for e in events]
