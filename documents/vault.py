"""Personal data at rest: AES-256-GCM envelopes, one data key a person, wrapped by a key-encryption key.

1. The key-encryption key comes from a file (or a key service behind the same bytes) and wraps the data keys.
2. A data key belongs to one person and lives, wrapped, in table ``person_key``. Deleting it erases the person.
3. Additional authenticated data = table, column, row, key id: a value moved to another place does not open.
4. Look-up without opening goes through a keyed blind index (HMAC-SHA-256).
"""

import hashlib
import hmac
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Row, insert, select, update

from documents.domain.errors import Halt
from documents.ledger.schema import database_now, person_key
from documents.service.secret_files import key_bytes

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


class Vault:
    """Seals and opens values, inside the caller's transaction: a value and its key are stored together."""

    def __init__(self, current: bytes, index: bytes, retired: Sequence[bytes] = ()) -> None:
        """Take the 32-byte key-encryption key, the 32-byte index key, and earlier keys that still wrap data keys."""
        self._current = _kek_id(current)
        self._keks = {_kek_id(key): AESGCM(key) for key in (*retired, current)}
        self._index = index

    def blind(self, value: str) -> str:
        """Give the 64-digit hex blind index of ``value``: equal values, equal index; nothing else can be learnt."""
        return hmac.new(self._index, value.encode(), hashlib.sha256).hexdigest()

    def seal(self, connection: Connection, person: str, place: Place, plain: bytes) -> bytes:
        """Encrypt ``plain`` under the key of ``person`` (any stable pseudonym), drawing the key when there is none."""
        key_id, key = self._key_of(connection, person) or self._draw(connection, person)
        nonce = os.urandom(_NONCE)
        return _VERSION + key_id + nonce + AESGCM(key).encrypt(nonce, plain, place.authenticated(key_id))

    def open(self, connection: Connection, place: Place, envelope: bytes) -> bytes:
        """Decrypt what ``seal`` gave for this place. Raise Sealed when it was changed, moved or its key erased."""
        if envelope[:1] != _VERSION or len(envelope) < _HEADER + _TAG:
            raise Sealed
        key_id, nonce, body = envelope[1:17], envelope[17:_HEADER], envelope[_HEADER:]
        row = connection.execute(select(person_key).where(person_key.c.key_id == key_id.hex())).one_or_none()
        if row is None or row.wrapped is None:
            raise Sealed
        try:
            return AESGCM(self._unwrap(row)).decrypt(nonce, body, place.authenticated(key_id))
        except InvalidTag as error:
            raise Sealed from error

    def erase(self, connection: Connection, person: str) -> int:
        """Destroy the keys of ``person``; nothing sealed for them opens again. Give how many keys went."""
        mine = (person_key.c.person == person) & person_key.c.wrapped.is_not(None)
        gone = connection.execute(update(person_key).where(mine).values(wrapped=None, erased_at=database_now()))
        return gone.rowcount

    def rewrap(self, connection: Connection) -> int:
        """Rotate: wrap every data key by the current key-encryption key; values stay as they are. Give how many."""
        old = select(person_key).where(person_key.c.kek != self._current, person_key.c.wrapped.is_not(None))
        rows = connection.execute(old).all()
        for row in rows:
            wrapped = self._wrap(self._unwrap(row), bytes.fromhex(row.key_id))
            here = person_key.c.key_id == row.key_id
            connection.execute(update(person_key).where(here).values(kek=self._current, wrapped=wrapped))
        return len(rows)

    def _key_of(self, connection: Connection, person: str) -> tuple[bytes, bytes] | None:
        live = select(person_key).where(person_key.c.person == person, person_key.c.wrapped.is_not(None))
        row = connection.execute(live.order_by(person_key.c.created_at).limit(1)).one_or_none()
        return (bytes.fromhex(row.key_id), self._unwrap(row)) if row else None

    def _draw(self, connection: Connection, person: str) -> tuple[bytes, bytes]:
        key_id, key = uuid.uuid4().bytes, AESGCM.generate_key(256)
        row = {"key_id": key_id.hex(), "person": person, "kek": self._current, "wrapped": self._wrap(key, key_id)}
        connection.execute(insert(person_key).values(**row, created_at=database_now()))
        return key_id, key

    def _wrap(self, key: bytes, key_id: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._keks[self._current].encrypt(nonce, key, key_id)

    def _unwrap(self, row: Row[tuple[object, ...]]) -> bytes:
        kek = self._keks.get(row.kek)
        if kek is None:
            raise Sealed
        try:
            return kek.decrypt(row.wrapped[:_NONCE], row.wrapped[_NONCE:], bytes.fromhex(row.key_id))
        except InvalidTag as error:
            raise Sealed from error


def open_vault(keys: Path) -> Vault:
    """Open the vault whose keys are the files ``vault.key`` and ``index.key`` in ``keys``; made when absent."""
    retired = [path.read_bytes() for path in sorted(keys.glob("vault.retired-*.key"))]
    return Vault(key_bytes(keys / "vault.key"), key_bytes(keys / "index.key"), retired)


def _kek_id(key: bytes) -> str:
    return hashlib.sha256(b"minwon kek " + key).hexdigest()[:16]
