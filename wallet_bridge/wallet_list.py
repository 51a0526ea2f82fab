"""Ask the wallet what it took under a promise key: ``GET /deliveries/{promise_key}``, signed as deliveries are.

200 with digest and time; 404: it knows nothing of that key, so what was delivered is lost there; else Unavailable.
"""

from pathlib import Path

import httpx
from joserfc.jwk import OKPKey
from pydantic import AwareDatetime, BaseModel, ValidationError

from documents.delivery import Taken
from documents.domain.errors import Unavailable
from documents.service.clock import Clock
from wallet_bridge import http_signature, keys
from wallet_bridge.push import TIMEOUT


class _Answer(BaseModel):
    sha256: str
    taken_at: AwareDatetime


class SignedWalletList:
    """Implements ``documents.delivery.WalletList``. Destination and key come from settings; no redirects."""

    def __init__(self, wallet_url: str, *, key: OKPKey, clock: Clock, client: httpx.Client) -> None:
        self._wallet, self._key, self._clock, self._client = wallet_url.rstrip("/"), key, clock, client

    def taken(self, promise_key: str) -> Taken | None:
        answer = self._ask(promise_key)
        if answer.status_code == httpx.codes.NOT_FOUND and _is_the_wallets(answer, promise_key):
            return None
        if answer.status_code != httpx.codes.OK:
            raise Unavailable("wallet_down")
        try:
            given = _Answer.model_validate_json(answer.content)
        except ValidationError as error:
            raise Unavailable("wallet_down") from error
        return Taken(given.sha256, given.taken_at)

    def _ask(self, promise_key: str) -> httpx.Response:
        url = f"{self._wallet}/deliveries/{promise_key}"
        headers = {"Content-Type": "application/json", "Idempotency-Key": promise_key}
        http_signature.sign(http_signature.Message("GET", url, headers), b"", self._key, now=self._clock())
        try:
            return self._client.get(url, headers=headers, timeout=TIMEOUT, follow_redirects=False)
        except httpx.TransportError as error:
            raise Unavailable("wallet_down") from error


def _is_the_wallets(answer: httpx.Response, promise_key: str) -> bool:
    """Tell the wallet's own 404 from that of a page in its place, or of a wallet that does not know the question."""
    try:
        return bool(answer.json()["promise_key"] == promise_key)
    except (ValueError, KeyError, TypeError):
        return False


def open_wallet_list(wallet_url: str, keys_folder: Path, clock: Clock, client: httpx.Client) -> SignedWalletList:
    """Compose for a composition root: signs with the key of the push."""
    return SignedWalletList(wallet_url, key=keys.ed25519(keys_folder / "push.pem"), clock=clock, client=client)
