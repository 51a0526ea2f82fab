"""Envelopes: values under a data key by AES-256-GCM, data keys under a key-encryption key. Where keys lie is not known.

Layout: version (1 byte), key id (16), nonce (12), ciphertext with tag. Additional authenticated data = table, column,
row, key id: a value moved to another place does not open.
"""

import hashlib
import hmac
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from documents.domain.errors import Halt

_VERSION = b"\x01"
_NONCE = 12
_KEY_ID = 16
_TAG = 16
_HEADER = len(_VERSION) + _KEY_ID + _NONCE


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value lives. It opens nowhere else."""

    table: str
    column: str
    row: str

    def authenticated(self, key_id: bytes) -> bytes:
        return b"\x1f".join([self.table.encode(), self.column.encode(), self.row.encode(), key_id])


class Sealed(Halt):
    """The value cannot be opened: its person was erased, or it was changed or moved."""

    code = "sealed"


class KeyRing:
    """Key-encryption keys of 32 bytes: the ``current`` one wraps, ``retired`` ones still unwrap."""

    def __init__(self, current: bytes, retired: Sequence[bytes] = ()) -> None:
        self.current = _name(current)
        self._keys = {_name(key): AESGCM(key) for key in (*retired, current)}

    def draw(self) -> tuple[bytes, bytes, bytes]:
        """Give a new data key: its id, itself, and itself wrapped by the current key."""
        key_id, key = uuid.uuid4().bytes, AESGCM.generate_key(256)
        return key_id, key, self.wrap(key, key_id)

    def wrap(self, key: bytes, key_id: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._keys[self.current].encrypt(nonce, key, key_id)

    def unwrap(self, name: str, wrapped: bytes, key_id: bytes) -> bytes:
        """Give the data key that the key called ``name`` wrapped. Raise Sealed when it is not on the ring."""
        key = self._keys.get(name)
        if key is None:
            raise Sealed
        return _decrypt(key, wrapped[:_NONCE], wrapped[_NONCE:], key_id)


def seal(key_id: bytes, key: bytes, place: Place, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return _VERSION + key_id + nonce + AESGCM(key).encrypt(nonce, plain, place.authenticated(key_id))


def key_of(envelope: bytes) -> bytes:
    """Give the id of the data key that ``envelope`` needs. Raise Sealed when it is no envelope."""
    if envelope[:1] != _VERSION or len(envelope) < _HEADER + _TAG:
        raise Sealed
    return envelope[1 : 1 + _KEY_ID]


def unseal(key: bytes, place: Place, envelope: bytes) -> bytes:
    """Decrypt what ``seal`` gave for this place. Raise Sealed when it was changed or moved."""
    key_id = key_of(envelope)
    return _decrypt(AESGCM(key), envelope[1 + _KEY_ID : _HEADER], envelope[_HEADER:], place.authenticated(key_id))


def blind(index: bytes, value: str) -> str:
    """Give the 64-digit hex blind index of ``value``: equal values, equal index; nothing else can be learnt."""
    return hmac.new(index, value.encode(), hashlib.sha256).hexdigest()


def _decrypt(key: AESGCM, nonce: bytes, body: bytes, authenticated: bytes) -> bytes:
    try:
        return key.decrypt(nonce, body, authenticated)
    except InvalidTag as error:
        raise Sealed from error


def _name(key: bytes) -> str:
    return hashlib.sha256(b"minwon kek " + key).hexdigest()[:16]
