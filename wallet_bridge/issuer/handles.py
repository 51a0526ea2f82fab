"""What a wallet shows to be let in. All derived from one key or drawn afresh; the database holds digests only."""

import base64
import hashlib
import hmac
import secrets

_DIGITS = 6


def draw_handle() -> str:
    """Draw 192 random bits as URL-safe text: an offer's address, an access token."""
    return secrets.token_urlsafe(24)


def draw_tx_code() -> str:
    """Draw the six digits that the chat shows and the wallet asks for."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"


def digest(handle: str) -> str:
    """Give the SHA-256 hex under which a random handle is stored."""
    return hashlib.sha256(handle.encode()).hexdigest()


def tx_digest(code: str, tx_code: str) -> str:
    """Bind six digits to the code they unlock: without the code, a million guesses at the digest lead nowhere."""
    return hmac.new(code.encode(), tx_code.encode(), hashlib.sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    """Compare without telling by the time it takes how much of it is right. ``given`` may be any text."""
    return hmac.compare_digest(given.encode(errors="surrogatepass"), expected.encode())


class Handles:
    """Handles of a copy that can be told again, because they follow from its id and the bridge's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def code(self, copy_id: str) -> str:
        """Give the pre-authorized code."""
        return self._derive("code", copy_id)

    def transaction(self, copy_id: str) -> str:
        return self._derive("transaction", copy_id)

    def notification(self, copy_id: str) -> str:
        return self._derive("notification", copy_id)

    def _derive(self, use: str, copy_id: str) -> str:
        mac = hmac.digest(self._key, f"{use}:{copy_id}".encode(), "sha256")
        return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
