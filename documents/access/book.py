"""The access log as the rest of the office sees it: one call to note, one to list, one to check."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, insert, select

from documents.access import chain
from documents.access.chain import Broken, Look
from documents.access.tables import access_head
from documents.domain.resident import Ci
from documents.ledger.transactions import run
from documents.service.clock import Clock
from documents.service.ed25519_file import ed25519_key
from documents.transparency.checkpoint import Head, read_head, sign_head
from documents.vault import Vault

ORIGIN = "minwon/access"
KEY_FILE = "access.key"


@dataclass(frozen=True)
class AccessBook:
    engine: Engine
    vault: Vault
    key: Ed25519PrivateKey
    clock: Clock

    def note(self, *, who: str, source: str, whose: Ci, what: str, why: str) -> None:
        """Note a look before the data is handed out. Raise LedgerDown when that fails: then nothing is shown."""
        look = Look(who, source, self.vault.blind(whose), what, why)
        run(self.engine, lambda connection: chain.note(connection, look, self.clock()))

    def looks_at(self, ci: Ci) -> list[tuple[datetime, Look]]:
        """Give who looked at the data of the person of ``ci``, newest first."""
        return run(self.engine, lambda connection: chain.looks_at(connection, self.vault.blind(ci)))

    def sign(self) -> None:
        """Sign the end of the chain, once a length."""
        run(self.engine, self._sign)

    def check(self) -> Broken | None:
        """Follow the whole chain and hold it against the newest signed head."""
        return run(self.engine, self._check)

    def _sign(self, connection: Connection) -> None:
        size, link = chain.end(connection)
        newest = select(access_head.c.size).order_by(access_head.c.size.desc()).limit(1)
        if size > (connection.execute(newest).scalar_one_or_none() or 0):
            note = sign_head(Head(ORIGIN, size, link), self.key)
            connection.execute(insert(access_head).values(size=size, note=note, at=self.clock()))

    def _check(self, connection: Connection) -> Broken | None:
        newest = select(access_head).order_by(access_head.c.size.desc()).limit(1)
        row = connection.execute(newest).one_or_none()
        if row is None:
            return chain.check(connection)
        head = read_head(row.note, ORIGIN, self.key.public_key())
        if head is None or head.size != row.size:
            return Broken(row.size, "changed")
        return chain.check(connection, (head.size, head.root))


def open_book(engine: Engine, vault: Vault, keys: Path, clock: Clock) -> AccessBook:
    return AccessBook(engine, vault, ed25519_key(keys / KEY_FILE), clock)
