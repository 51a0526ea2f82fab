"""Once a minute: hold what the ledger says against what lies elsewhere, mend what is safe to mend, name the rest.

1. Promises not finished for too long; those that wait for a part which works again are made due.
2. Issued papers against their files: missing, changed. Against the public log: missing ones are entered.
3. The log against its own newest head, which is kept beside the database (``transparency.witness``).
4. Delivered papers against the wallet's list: what it lost is sent again.
5. Seldom, being long: files of papers that the ledger knows nothing of (a restored older copy), and the access chain.

A round is short: papers come in batches, by a cursor; what was found before is looked at each time.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import structlog

from documents.access.book import AccessBook
from documents.archive import PaperStore
from documents.delivery import WalletList
from documents.domain.errors import Halt, MinwonError
from documents.domain.number import PaperNumber
from documents.domain.state import PromiseState
from documents.ledger.findings import WHOLE, Findings
from documents.ledger.ledger import Ledger
from documents.ledger.tending import Kept
from documents.service.clock import Clock
from documents.transparency.witness import DISCORDS, Witness

EVERY = timedelta(minutes=1)
SELDOM = timedelta(hours=1)
OVERDUE_AFTER = timedelta(minutes=10)
OVERDUE, MISSING, CHANGED, NOT_ENTERED = "overdue", "paper_missing", "paper_changed", "paper_not_logged"
STRAY, LOST, OTHER = "paper_without_promise", "wallet_lost_paper", "wallet_other_paper"
ACCESS_BROKEN = "access_chain_broken"
_log = structlog.get_logger(__name__)


@dataclass
class Reconciler:
    """One a house. ``round()`` is called by one thread at a time."""

    ledger: Ledger
    archive: PaperStore
    findings: Findings
    witness: Witness
    book: AccessBook
    wallet: WalletList
    clock: Clock
    batch: int = 50
    _papers_seen: int = field(default=0, init=False)
    _wallet_seen: int = field(default=0, init=False)
    _thorough: datetime | None = field(default=None, init=False)

    def round(self) -> None:
        """Check everything once. A check that cannot be done now is an alarm and does not stop the others."""
        for check in (self._backlog, self._papers, self._head, self._delivered, self._seldom):
            try:
                check()
            except MinwonError as error:
                _log.error("alarm", code=error.code, work=check.__name__.removeprefix("_"))

    def level(self) -> Literal["ok", "degraded", "down"]:
        """Say for ``/health`` whether anything that was found is still open."""
        try:
            return "degraded" if self.findings.open() else "ok"
        except MinwonError:
            return "down"

    def _backlog(self) -> None:  # 1
        self.findings.report(OVERDUE, self.ledger.overdue(self.clock() - OVERDUE_AFTER))
        hurried = self.ledger.hurry_mended()
        if hurried:
            _log.info("promises_hurried", count=hurried)

    def _papers(self) -> None:  # 2
        kept = self.ledger.kept_after(self._papers_seen, self.batch, self.findings.numbers(MISSING, CHANGED))
        self._papers_seen = _next(kept, self._papers_seen)
        wrong = {each.number: code for each in kept if (code := self._compare(each)) is not None}
        numbers = {each.number for each in kept}
        for code in (MISSING, CHANGED):
            self.findings.report(code, {number for number, found in wrong.items() if found == code}, numbers)
        self._enter({each.number for each in kept if each.must_be_entered and not each.entered})

    def _compare(self, kept: Kept) -> str | None:
        if kept.blob is None:
            return MISSING
        try:
            content = self.archive.read(kept.blob)
        except Halt as error:
            return MISSING if error.code == MISSING else CHANGED
        return None if hashlib.sha256(content).hexdigest() == kept.sha256 else CHANGED

    def _enter(self, numbers: set[str]) -> None:
        self.findings.report(NOT_ENTERED, numbers)
        for number in numbers:
            self.ledger.enter_late(number)

    def _head(self) -> None:  # 3
        discord = self.witness.look()
        for each in DISCORDS:
            self.findings.report(each, {WHOLE} if each == discord else ())

    def _delivered(self) -> None:  # 4
        found = self.ledger.kept_after(self._wallet_seen, self.batch, self.findings.numbers(LOST, OTHER))
        acked = [each for each in found if each.state is PromiseState.ACKED]
        taken = {each.number: self.wallet.taken(each.key) for each in acked}
        self._wallet_seen = _next(found, self._wallet_seen)
        lost = {number for number, there in taken.items() if there is None}
        other = {each.number for each in acked if (it := taken[each.number]) and it.sha256 != each.sha256}
        self.findings.report(LOST, lost, taken)
        self.findings.report(OTHER, other, taken)
        for number in lost:
            self.ledger.redeliver(PaperNumber(number))

    def _seldom(self) -> None:  # 5
        now = self.clock()
        if self._thorough is not None and now - self._thorough < SELDOM:
            return
        self.findings.report(STRAY, self.ledger.unknown(self.archive.numbers()))
        broken = self.book.check()
        if broken is not None:
            _log.critical("alarm", code=ACCESS_BROKEN, place=broken.place, how=broken.how)
        self.findings.report(ACCESS_BROKEN, {WHOLE} if broken else ())
        self._thorough = now


def _next(kept: list[Kept], before: int) -> int:
    """Give the cursor after this batch; from the beginning again when there was nothing new."""
    return max((each.seq for each in kept if each.seq > before), default=0)
