"""Push a sealed paper to the wallet, signed; the promise key makes every repetition the same delivery.

1. 201 or 200 with the wallet's signed receipt: delivered.
2. No answer, 5xx, 429 or nonsense: Unavailable("wallet_down"), to be repeated; also when only the reply was lost.
3. 409, 410, other refusals, a forged receipt: Halt, because repeating cannot help and a person must look.
"""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from joserfc.jwk import OKPKey

from documents.domain.errors import Halt, Unavailable
from documents.domain.kind import PAPERS
from documents.domain.log import LogProof
from documents.domain.paper import SealedPaper
from documents.domain.receipt import Receipt
from documents.domain.resident import Ci
from documents.news import News
from documents.service.clock import Clock
from wallet_bridge import http_signature, keys, receipt
from wallet_bridge.holder import holder_of

TIMEOUT = httpx.Timeout(15, connect=3)
_HALTS = {
    409: "wallet_conflict",
    410: "holder_gone",
    401: "wallet_refused",
    413: "wallet_refused",
    422: "wallet_refused",
}
_DELIVERED = frozenset({200, 201})


class WalletPush:
    """The office's side of ``POST /deliveries``. Destination and keys come from settings; no redirects."""

    def __init__(
        self, wallet_url: str, news: News, *, key: OKPKey, wallet_keys: Path, clock: Clock, client: httpx.Client
    ) -> None:
        self._wallet, self._news = wallet_url.rstrip("/"), news
        self._key, self._wallet_keys, self._clock, self._client = key, wallet_keys, clock, client

    def deliver(self, paper: SealedPaper, pdf: bytes, holder_ci: Ci, promise_key: str) -> Receipt:
        """Deliver once and give the verified receipt. Raise Unavailable or Halt as the module says."""
        body = self._body(paper, pdf, holder_ci, promise_key)
        url = f"{self._wallet}/deliveries"
        headers = {"Content-Type": "application/json", "Idempotency-Key": promise_key}
        http_signature.sign(http_signature.Message("POST", url, headers), body, self._key, now=self._clock())
        try:
            answer = self._client.post(url, content=body, headers=headers, timeout=TIMEOUT, follow_redirects=False)
        except httpx.TransportError as error:
            raise Unavailable("wallet_down") from error
        return self._judge(answer, promise_key, paper.sha256)

    def _judge(self, answer: httpx.Response, promise_key: str, sha256: str) -> Receipt:
        if answer.status_code in _HALTS:
            raise Halt(_HALTS[answer.status_code])
        if answer.status_code not in _DELIVERED:
            raise Unavailable("wallet_down")
        try:
            jws = str(answer.json()["receipt"])
            trusted = keys.read_public(self._wallet_keys)
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise Unavailable("wallet_down") from error  # a stand-in page or a wallet that is still starting
        try:
            return receipt.read(jws, trusted, promise_key, sha256)
        except receipt.ReceiptRefused as error:
            raise Halt("receipt_forged") from error

    def _body(self, paper: SealedPaper, pdf: bytes, holder_ci: Ci, promise_key: str) -> bytes:
        """Write the delivery. The same paper gives the same bytes: the wallet compares the digests of repetitions."""
        delivery: dict[str, Any] = {
            "promise_key": promise_key,
            "holder": holder_of(holder_ci),
            "kind": paper.kind.value,
            "title": PAPERS[paper.kind].title,
            "number": paper.number.digits,
            "issued_at": _instant(paper.issued_at),
            "expires_at": _instant(paper.expires_at),
            "sha256": paper.sha256,
            "verify_url": self._news.verify_url(paper.number, paper.check_code),
            "paper": base64.b64encode(pdf).decode(),
        }
        if paper.log_proof is not None:
            delivery["log"] = _proof(paper.log_proof)
        return json.dumps(delivery, ensure_ascii=False, sort_keys=True).encode()


def _proof(proof: LogProof) -> dict[str, Any]:
    """Give where the paper stands in the public log, in plain JSON values (RFC 9162 path, C2SP signed head)."""
    path = [base64.b64encode(each).decode() for each in proof.path]
    return {"entry": proof.entry, "place": proof.place, "size": proof.size, "path": path, "head": proof.checkpoint}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def open_push(wallet_url: str, news: News, keys_folder: Path, clock: Clock, client: httpx.Client) -> WalletPush:
    """Compose the push for a composition root: makes ``push.pem`` once, trusts ``wallet_receipt.jwks.json``."""
    trusted = keys.public_half(keys_folder / "wallet_receipt.pem")
    key = keys.ed25519(keys_folder / "push.pem")
    return WalletPush(wallet_url, news, key=key, wallet_keys=trusted, clock=clock, client=client)
