"""What the channels are told about a promise: cards and codes, never personal data.

done: 1 looked up · 2 written and checked · 3 sealed · 4 in the wallet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from documents.domain.events import EventType, OfficeEvent
from documents.domain.kind import PAPERS
from documents.domain.number import PaperNumber
from documents.domain.state import CITIZEN_WORD, PromiseState
from documents.ledger.events import new_event
from documents.ledger.promise import Promise

_DONE = {
    PromiseState.PROMISED: 0,
    PromiseState.RENDERED: 1,
    PromiseState.CHECKED: 2,
    PromiseState.SEALED: 3,
    PromiseState.LOGGED: 3,
    PromiseState.DELIVERED: 3,
    PromiseState.ACKED: 4,
}
_SAID_WITH_ANOTHER = frozenset({PromiseState.LOGGED, PromiseState.DELIVERED})
"""With the seal, and with the receipt."""
WALLET_DOWN = "wallet_down"
TOLD = frozenset(
    {"register_down", "seal_down", "missing_glyph", "not_entitled", "no_record", "subject_mismatch", WALLET_DOWN}
)
"""Reasons the dialogue has words for. Others are ours to mend; the citizen is told when a person takes over."""


def card_words() -> Mapping[str, Any]:
    """Read news.yml."""
    words: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("news.yml").read_text(encoding="utf-8"))
    return words


@dataclass(frozen=True, slots=True)
class News:
    """Makes events and cards, with their English words under ``english``.

    ``wallet_url`` is where the public check and the wallet page live.
    """

    wallet_url: str
    words: Mapping[str, Any] = field(default_factory=card_words)

    def advanced(self, promise: Promise, at: datetime) -> list[OfficeEvent]:
        """Give the news of having reached ``promise.state``."""
        if promise.state in _SAID_WITH_ANOTHER:
            return []
        told = [self._progress(promise, at, "done" if promise.finished else "running")]
        if promise.state is PromiseState.SEALED:
            told.append(self._event(promise, EventType.PAPER_ISSUED, at, number=promise.number.digits))
        if promise.state is PromiseState.ACKED:
            told.append(self._event(promise, EventType.PAPER_DELIVERED, at, card=self.document_card(promise)))
        return told

    def waiting(self, promise: Promise, at: datetime) -> list[OfficeEvent]:
        """Give the news of a part being down: once a promise and reason."""
        if promise.error_code not in TOLD:
            return []
        once = (promise.key, promise.created_at.isoformat(), promise.error_code)
        body = {"number": promise.number.digits, "reason": promise.error_code}
        words = new_event(promise.conversation, EventType.PAPER_WAITING, body, at, *once)
        return [self._progress(promise, at, "waiting", *once), words]

    def rejected(self, promise: Promise, at: datetime) -> list[OfficeEvent]:
        return self._stopped(promise, EventType.PAPER_REJECTED, at, "rejected")

    def held(self, promise: Promise, at: datetime) -> list[OfficeEvent]:
        return self._stopped(promise, EventType.PAPER_HELD, at, "held")

    def cancelled(self, promise: Promise, at: datetime) -> list[OfficeEvent]:
        """Give the news that the citizen withdrew it: the card closes."""
        return [self._progress(promise, at, "cancelled")]

    def voided(self, promise: Promise, at: datetime) -> list[OfficeEvent]:
        """Give the news that the office took the paper back, and which one stands for it."""
        body: dict[str, Any] = {"number": promise.number.digits, "card": self.document_card(promise)}
        if promise.superseded_by:
            body["replaced_by"] = promise.superseded_by.digits
        return [self._event(promise, EventType.PAPER_VOIDED, at, **body)]

    def progress_card(self, promise: Promise, state: str) -> dict[str, Any]:
        """Give the ``progress`` card. ``state``: running, waiting, held, rejected, cancelled or done."""
        done = _DONE.get(promise.state, 3 if promise.issued else 0)
        return {
            "type": "progress",
            "number": promise.number.digits,
            "steps": self.words["steps"],
            "done": done,
            "state": state,
            "english": {"steps": self.words["english"]["steps"]},
        }

    def document_card(self, promise: Promise) -> dict[str, Any]:
        """Give the ``document`` card of an issued promise."""
        paper = promise.paper()
        route = f"/api/conversations/{promise.conversation}/documents/{paper.number.digits}"
        state, facts = CITIZEN_WORD[_shown(promise)], PAPERS[paper.kind]
        return {
            "type": "document",
            "kind": paper.kind.value,
            "title": facts.title,
            "number": paper.number.digits,
            "number_label": facts.number_label,
            "state": state,
            "download_url": route,
            "preview_url": f"{route}/preview.png",
            "html_url": f"{route}/page.html",
            "offer_url": None if promise.state is PromiseState.VOIDED else f"{route}/offer",
            "wallet_state": wallet_state(promise),
            "wallet_url": self.wallet_url,
            "verify_url": self.verify_url(paper.number, paper.check_code),
            "issued_at": paper.issued_at.isoformat(),
            "expires_at": paper.expires_at.isoformat(),
            "check_code": paper.check_code,
            "english": {
                "title": self.words["english"]["titles"][paper.kind.value],
                "number_label": self.words["english"]["number_labels"][facts.number_label],
                "state": self.words["english"]["states"][state],
            },
        }

    def verify_url(self, number: PaperNumber, check_code: str) -> str:
        """Give the address of the public check that the QR says."""
        return f"{self.wallet_url}/verify/{number.digits}?check={check_code}"

    def _stopped(self, promise: Promise, kind: EventType, at: datetime, state: str) -> list[OfficeEvent]:
        words = self._event(promise, kind, at, number=promise.number.digits, reason=promise.error_code)
        return [self._progress(promise, at, state), words]

    def _event(self, promise: Promise, kind: EventType, at: datetime, **body: Any) -> OfficeEvent:
        return new_event(promise.conversation, kind, body, at)

    def _progress(self, promise: Promise, at: datetime, state: str, *once: object) -> OfficeEvent:
        card = self.progress_card(promise, state)
        return new_event(promise.conversation, EventType.PAPER_PROGRESS, {"card": card}, at, *once)


def _shown(promise: Promise) -> PromiseState:
    """Give what the citizen hears of a paper that exists: issued, or taken back."""
    return promise.state if promise.state is PromiseState.VOIDED else PromiseState.SEALED


def wallet_state(promise: Promise) -> str:
    """Give the wallet's part of an issued paper: sending, waiting, delivered, failed or revoked."""
    if promise.state is PromiseState.VOIDED:
        return "revoked"
    if promise.state is PromiseState.ACKED:
        return "delivered"
    if promise.state in {PromiseState.HELD, PromiseState.REJECTED}:
        return "failed"
    return "waiting" if promise.error_code == WALLET_DOWN else "sending"
