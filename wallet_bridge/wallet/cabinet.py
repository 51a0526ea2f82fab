"""Papers at rest: AES-256-GCM under the wallet's own key, bound to the row they belong to."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Cabinet:
    """``lock`` and ``open`` are inverses for the same ``row``; a blob moved to another row does not open."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def lock(self, content: bytes, row: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, _bound(row))

    def open(self, locked: bytes, row: str) -> bytes:
        """Raise cryptography's InvalidTag when blob, key or row do not belong together."""
        return self._cipher.decrypt(locked[:_NONCE], locked[_NONCE:], _bound(row))


def _bound(row: str) -> bytes:
    return f"wallet.paper.content:{row}".encode()
