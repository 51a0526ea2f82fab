"""Personal data at rest: AES-256-GCM envelopes, one data key a person, wrapped by a key-encryption key.

1. The key-encryption key comes from a file (or a key service behind the same bytes) and wraps the data keys.
2. A data key belongs to one person and lives, wrapped, in table ``person_key``. Deleting it erases the person.
3. Additional authenticated data = table, column, row, key id: a value moved to another place does not open.
4. Look-up without opening goes through a keyed blind index (HMAC-SHA-256).
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Row, and_, bindparam, insert, select, update

from documents.ledger.schema import database_now, person_key
from documents.service import envelope as envelopes
from documents.service.envelope import KeyRing, Place, Sealed
from documents.service.secret_files import key_bytes

__all__ = ["Place", "Sealed", "Vault", "open_vault"]

# Built once: every paper asks four times.
_BY_ID = select(person_key).where(person_key.c.key_id == bindparam("id"))
_LIVE = and_(person_key.c.person == bindparam("of"), person_key.c.wrapped.is_not(None))
_OF_PERSON = select(person_key).where(_LIVE).order_by(person_key.c.created_at).limit(1)
_ADD = insert(person_key).values(created_at=database_now())


class Vault:
    """Seals and opens values, inside the caller's transaction: a value and its key are stored together."""

    def __init__(self, current: bytes, index: bytes, retired: Sequence[bytes] = ()) -> None:
        """Take the 32-byte key-encryption key, the 32-byte index key, and earlier keys that still wrap data keys."""
        self._ring, self._index = KeyRing(current, retired), index

    def blind(self, value: str) -> str:
        """Give the 64-digit hex blind index of ``value``: equal values, equal index; nothing else can be learnt."""
        return envelopes.blind(self._index, value)

    def seal(self, connection: Connection, person: str, place: Place, plain: bytes) -> bytes:
        """Encrypt ``plain`` under the key of ``person`` (any stable pseudonym), drawing the key when there is none."""
        key_id, key = self._key_of(connection, person) or self._draw(connection, person)
        return envelopes.seal(key_id, key, place, plain)

    def open(self, connection: Connection, place: Place, envelope: bytes) -> bytes:
        """Decrypt what ``seal`` gave for this place. Raise Sealed when it was changed, moved or its key erased."""
        row = connection.execute(_BY_ID, {"id": envelopes.key_of(envelope).hex()}).one_or_none()
        if row is None or row.wrapped is None:
            raise Sealed
        return envelopes.unseal(self._unwrap(row), place, envelope)

    def erase(self, connection: Connection, person: str) -> int:
        """Destroy the keys of ``person``; nothing sealed for them opens again. Give how many keys went."""
        mine = (person_key.c.person == person) & person_key.c.wrapped.is_not(None)
        gone = connection.execute(update(person_key).where(mine).values(wrapped=None, erased_at=database_now()))
        return gone.rowcount

    def rewrap(self, connection: Connection) -> int:
        """Rotate: wrap every data key by the current key-encryption key; values stay as they are. Give how many."""
        old = select(person_key).where(person_key.c.kek != self._ring.current, person_key.c.wrapped.is_not(None))
        rows = connection.execute(old).all()
        for row in rows:
            wrapped = self._ring.wrap(self._unwrap(row), bytes.fromhex(row.key_id))
            here = person_key.c.key_id == row.key_id
            connection.execute(update(person_key).where(here).values(kek=self._ring.current, wrapped=wrapped))
        return len(rows)

    def _key_of(self, connection: Connection, person: str) -> tuple[bytes, bytes] | None:
        row = connection.execute(_OF_PERSON, {"of": person}).one_or_none()
        return (bytes.fromhex(row.key_id), self._unwrap(row)) if row else None

    def _draw(self, connection: Connection, person: str) -> tuple[bytes, bytes]:
        key_id, key, wrapped = self._ring.draw()
        row = {"key_id": key_id.hex(), "person": person, "kek": self._ring.current, "wrapped": wrapped}
        connection.execute(_ADD, row)
        return key_id, key

    def _unwrap(self, row: Row[tuple[object, ...]]) -> bytes:
        return self._ring.unwrap(row.kek, row.wrapped, bytes.fromhex(row.key_id))


def open_vault(keys: Path) -> Vault:
    """Open the vault whose keys are the files ``vault.key`` and ``index.key`` in ``keys``; made when absent."""
    retired = [path.read_bytes() for path in sorted(keys.glob("vault.retired-*.key"))]
    return Vault(key_bytes(keys / "vault.key"), key_bytes(keys / "index.key"), retired)
