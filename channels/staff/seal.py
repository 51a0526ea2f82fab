"""Small secrets of the console's database under AES-256-GCM; what a value belongs to is authenticated with it."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Seal:
    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, secret: str, place: str) -> bytes:
        """Encrypt ``secret`` for ``place`` (table, column and row)."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt; raise `cryptography.exceptions.InvalidTag` when it was changed or moved to another row."""
        return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode()).decode()
