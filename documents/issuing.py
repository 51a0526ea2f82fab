"""From a promise to the wallet's receipt, one fenced arrow at a time.

1. PROMISED → RENDERED: look up and decide (``drafting``); the snapshot is kept and written as a page.
2. RENDERED → CHECKED: number and person are read back from the page's own bytes.
3. CHECKED → SEALED: seal, read back once more, put on disk; the first sealed bytes that the ledger takes win.
4. SEALED → LOGGED: enter the digest in the public log.
5. LOGGED → DELIVERED: push to the wallet with the proof of that, a person's papers in order.
6. DELIVERED → ACKED: the receipt speaks of these bytes and is kept.

No transaction is open while an effect happens. Whoever takes over repeats the step: rendering gives the same bytes from
the same snapshot, the wallet knows the promise key.
"""

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from documents.archive import PaperStore
from documents.comparing import SUBJECT_MISMATCH, require_paper_of
from documents.delivery import Delivery, WalletReceipt
from documents.domain.errors import Halt, MinwonError, Refusal, Unavailable
from documents.domain.log import LogProof
from documents.domain.paper import PaperDraft
from documents.domain.receipt import Receipt
from documents.domain.state import PromiseState
from documents.drafting import Drafting
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Claim, LostClaim
from documents.ports import Renderer, Sealer, SubjectReader
from documents.service.clock import Clock, utc_now

__all__ = ["INTERNAL_ERROR", "Issuing", "PaperStore"]

INTERNAL_ERROR = "internal_error"
_log = structlog.get_logger(__name__)


def _no_proof(_sha256: str) -> LogProof | None:
    """Deliver without a proof: where nobody publishes the log's heads."""
    return None


@dataclass(slots=True)
class _InHand:
    """What a worker carries from one step to the next, so as not to do it twice; a successor starts with nothing."""

    page: bytes | None = None
    """Unsealed and not yet, or already, checked."""
    checked: bool = False
    sealed: bytes | None = None
    receipt: WalletReceipt | None = None


@dataclass(frozen=True)
class Issuing:
    """The parts, given by the composition root. May be used by several threads at once."""

    ledger: Ledger
    drafting: Drafting
    renderer: Renderer
    reader: SubjectReader
    sealer: Sealer
    delivery: Delivery
    archive: PaperStore
    clock: Clock = utc_now
    log_proof: Callable[[str], LogProof | None] = _no_proof
    """Proof for a digest, for deliveries."""

    def work(self, claim: Claim, stopping: Callable[[], bool] = lambda: False) -> None:
        """Take ``claim`` as far as it goes; when ``stopping()``, finish the step in hand and give the rest back."""
        hand, steps = _InHand(), self._steps()
        try:
            while not claim.promise.finished:
                if stopping() or claim.behind:
                    self.ledger.release(claim)
                    return
                moved = steps[claim.promise.state](claim, hand)
                claim, past = moved, claim
                self._mended(past)
        except LostClaim:
            _log.info("claim_lost", number=claim.promise.number.digits, epoch=claim.epoch)
        except MinwonError as error:
            self._settle(claim, error)
        except Exception as error:  # noqa: BLE001 - the edge of a step: whatever it was, the promise must not be lost
            _log.error("alarm", code=INTERNAL_ERROR, kind=type(error).__name__, place=_place(error))
            self._settle(claim, Unavailable(INTERNAL_ERROR))

    def _steps(self) -> dict[PromiseState, Callable[[Claim, _InHand], Claim]]:
        return {
            PromiseState.PROMISED: self._write,
            PromiseState.RENDERED: self._check,
            PromiseState.CHECKED: self._seal,
            PromiseState.SEALED: self._enter,
            PromiseState.LOGGED: self._deliver,
            PromiseState.DELIVERED: self._acknowledge,
        }

    def _write(self, claim: Claim, hand: _InHand) -> Claim:  # 1
        draft = self.drafting.draft(claim.promise, claim.request, self.clock())
        hand.page = self.renderer.render(draft)
        return self.ledger.advance(claim, PromiseState.RENDERED, draft=draft)

    def _check(self, claim: Claim, hand: _InHand) -> Claim:  # 2
        self._checked_page(claim, hand)
        return self.ledger.advance(claim, PromiseState.CHECKED)

    def _seal(self, claim: Claim, hand: _InHand) -> Claim:  # 3
        request, number = claim.request, claim.promise.number
        page = self._checked_page(claim, hand)
        sealed = self.sealer.seal(page, _draft_of(claim))
        require_paper_of(request, number, sealed, self.reader)
        sha256 = hashlib.sha256(sealed).hexdigest()
        blob = self.archive.store(number, sha256, sealed, request.person.ci)
        moved = self.ledger.advance(claim, PromiseState.SEALED, sha256=sha256, blob=blob)
        hand.sealed = sealed
        return moved

    def _enter(self, claim: Claim, _hand: _InHand) -> Claim:  # 4
        return self.ledger.advance(claim, PromiseState.LOGGED)

    def _deliver(self, claim: Claim, hand: _InHand) -> Claim:  # 5
        hand.receipt = self._push(claim, hand)
        return self.ledger.advance(claim, PromiseState.DELIVERED)

    def _acknowledge(self, claim: Claim, hand: _InHand) -> Claim:  # 6
        got = hand.receipt or self._push(claim, hand)
        if (got.promise_key, got.sha256) != (claim.promise.key, claim.promise.sha256):
            raise Halt("receipt_mismatch")
        receipt = Receipt(got.promise_key, got.sha256, got.delivered_at, got.jws)
        return self.ledger.advance(claim, PromiseState.ACKED, receipt=receipt)

    def _checked_page(self, claim: Claim, hand: _InHand) -> bytes:
        if hand.page is None:
            hand.page = self.renderer.render(_draft_of(claim))
        if not hand.checked:
            require_paper_of(claim.request, claim.promise.number, hand.page, self.reader)
            hand.checked = True
        return hand.page

    def _push(self, claim: Claim, hand: _InHand) -> WalletReceipt:
        if hand.sealed is None:
            hand.sealed = self._kept(claim)
        paper, person = claim.promise.paper(), claim.request.person
        paper = replace(paper, log_proof=self.log_proof(paper.sha256))
        return self.delivery.deliver(paper, hand.sealed, person.ci, claim.promise.key)

    def _kept(self, claim: Claim) -> bytes:
        if claim.blob is None:
            raise Halt("paper_missing")
        sealed = self.archive.read(claim.blob)
        if hashlib.sha256(sealed).hexdigest() != claim.promise.sha256:
            raise Halt("paper_changed")
        return sealed

    def _mended(self, past: Claim) -> None:
        if past.promise.error_code is not None:  # the step failed before and works now: so it does for the others
            self.ledger.hurry(past.promise.error_code)

    def _settle(self, claim: Claim, error: MinwonError) -> None:
        number, code = claim.promise.number.digits, error.code
        try:
            if not error.permanent:
                self.ledger.fail(claim, code)
                _log.warning("promise_waits", number=number, code=code, state=claim.promise.state)
            elif isinstance(error, Refusal) and not claim.promise.issued:
                self.ledger.reject(claim, code)
                _log.info("promise_rejected", number=number)
            else:
                self.ledger.hold(claim, code)
                level = _log.critical if code == SUBJECT_MISMATCH else _log.error
                level("alarm", number=number, code=code, state=claim.promise.state)
        except LostClaim:
            _log.info("claim_lost", number=number, epoch=claim.epoch)


def _draft_of(claim: Claim) -> PaperDraft:
    if claim.draft is None:
        raise Halt("snapshot_missing")
    return claim.draft


def _place(error: BaseException) -> str:
    """Where it happened. Not the message, which may quote a record."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
