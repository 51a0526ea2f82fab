"""Signed heads of the log, in the format that public logs share.

C2SP tlog-checkpoint in a C2SP signed-note::

    <origin>
    <size>
    <root, base64>

    — <origin> <base64 of the key's hash (4 bytes) and the Ed25519 signature>

Deterministic: the same head has the same text, whoever signs it and however often.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\N{EM DASH} "
_HASH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Head:
    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign_head(head: Head, key: Ed25519PrivateKey) -> str:
    """Give the signed note."""
    body = head.body()
    signature = _key_hash(head.origin, key.public_key()) + key.sign(body.encode())
    return f"{body}\n{_DASH}{head.origin} {base64.b64encode(signature).decode()}\n"


def read_head(note: str, origin: str, key: Ed25519PublicKey) -> Head | None:
    """Give the head, or None when the note is malformed, of another log, or signed by nobody that we know."""
    body, _, signatures = note.partition("\n\n")
    for line in signatures.splitlines():
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        if line.startswith(_DASH) and name == origin and _signed(f"{body}\n", encoded, origin, key):
            return _parse(body, origin)
    return None


def verifier_line(origin: str, key: Ed25519PublicKey) -> str:
    """Give the key as others configure it: ``name+hash+base64`` (C2SP signed-note, verifier keys)."""
    encoded = base64.b64encode(_ED25519 + key.public_bytes_raw()).decode()
    return f"{origin}+{_key_hash(origin, key).hex()}+{encoded}"


def _signed(body: str, encoded: str, origin: str, key: Ed25519PublicKey) -> bool:
    try:
        raw = base64.b64decode(encoded, validate=True)
        key.verify(raw[_HASH_BYTES:], body.encode())
    except (binascii.Error, InvalidSignature):
        return False
    return raw[:_HASH_BYTES] == _key_hash(origin, key)


def _parse(body: str, origin: str) -> Head | None:
    try:
        name, size, root = body.split("\n")[:3]
        head = Head(name, int(size), base64.b64decode(root, validate=True))
    except (ValueError, binascii.Error):
        return None
    return head if name == origin and head.size >= 0 else None


def _key_hash(origin: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:_HASH_BYTES]
