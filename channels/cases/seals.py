"""Personal parts of complaints at rest: envelopes under one data key a conversation, in table ``keys``."""

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from channels.cases.tables import keys
from documents.service import envelope as envelopes
from documents.service.envelope import KeyRing, Place, Sealed
from documents.service.secret_files import key_bytes


class Seals:
    """Seals and opens inside the caller's transaction: a value and its key are stored together."""

    def __init__(self, ring: KeyRing, index: bytes) -> None:
        self._ring, self._index = ring, index

    def blind(self, value: str) -> str:
        return envelopes.blind(self._index, value)

    def seal(self, connection: sa.Connection, conversation: str, place: Place, value: Any) -> bytes:
        """Seal ``value``, which is JSON, under the key of ``conversation``."""
        return self.seal_bytes(connection, conversation, place, json.dumps(value, ensure_ascii=False).encode())

    def open(self, connection: sa.Connection, place: Place, envelope: bytes | None) -> Any:
        """Give the value back; None for no value. Raise Sealed when its key was erased or it was moved."""
        return None if envelope is None else json.loads(self.open_bytes(connection, place, envelope))

    def seal_bytes(self, connection: sa.Connection, conversation: str, place: Place, plain: bytes) -> bytes:
        row = connection.execute(sa.select(keys).where(keys.c.conversation == conversation)).one_or_none()
        if row is not None:
            key_id = bytes.fromhex(row.key_id)
            return envelopes.seal(key_id, self._ring.unwrap(row.kek, row.wrapped, key_id), place, plain)
        key_id, key, wrapped = self._ring.draw()
        values = {"key_id": key_id.hex(), "conversation": conversation, "kek": self._ring.current, "wrapped": wrapped}
        connection.execute(keys.insert().values(values))
        return envelopes.seal(key_id, key, place, plain)

    def open_bytes(self, connection: sa.Connection, place: Place, envelope: bytes) -> bytes:
        key_id = envelopes.key_of(envelope)
        row = connection.execute(sa.select(keys).where(keys.c.key_id == key_id.hex())).one_or_none()
        if row is None:
            raise Sealed
        return envelopes.unseal(self._ring.unwrap(row.kek, row.wrapped, key_id), place, envelope)


def open_seals(folder: Path) -> Seals:
    """Open the key files ``cases.key`` and ``cases-index.key`` in ``folder``; made when absent."""
    retired = [path.read_bytes() for path in sorted(folder.glob("cases.retired-*.key"))]
    return Seals(KeyRing(key_bytes(folder / "cases.key"), retired), key_bytes(folder / "cases-index.key"))
