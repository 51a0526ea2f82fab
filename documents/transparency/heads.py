"""The office's side of the log: signed heads every minute, and the proof that goes out with a paper."""

from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, insert, select

from documents.domain.log import LogProof
from documents.ledger.transactions import look, run
from documents.service.clock import Clock
from documents.service.ed25519_file import ed25519_key
from documents.service.secret_files import public_file
from documents.transparency import log
from documents.transparency.checkpoint import Head, sign_head, verifier_line
from documents.transparency.tables import log_head

ORIGIN = "minwon/issued-papers"
EVERY_SECONDS = 60.0
KEY_FILE = "log.key"
PUBLIC_FILE = "log.pub"


@dataclass(frozen=True)
class LogHeads:
    engine: Engine
    key: Ed25519PrivateKey
    clock: Clock
    origin: str = ORIGIN

    def publish(self) -> str | None:
        """Sign the head over all entries and keep it, once a size; None while the log is empty."""
        return run(self.engine, self._publish)

    def proof(self, sha256: str) -> LogProof | None:
        """Prove that the paper is in the log, against the head that its own entry made. Always the same words."""

        def work(connection: Connection) -> LogProof | None:
            found = log.places(connection, sha256)
            if not found:
                return None
            place = found[0]
            proof = log.proof_of(connection, place, place + 1)
            return replace(proof, checkpoint=self._signed(connection, place + 1))

        return look(self.engine, work)

    def _publish(self, connection: Connection) -> str | None:
        size = log.size(connection)
        if not size:
            return None
        known = connection.execute(select(log_head.c.note).where(log_head.c.size == size)).scalar_one_or_none()
        if known is not None:
            return str(known)
        note = self._signed(connection, size)
        connection.execute(insert(log_head).values(size=size, note=note, at=self.clock()))
        return note

    def _signed(self, connection: Connection, size: int) -> str:
        return sign_head(Head(self.origin, size, log.root_of(connection, size)), self.key)


def public_line(keys: Path) -> str | None:
    """Read the key that checks the heads, as it is published; None before the office first opened."""
    path = keys / PUBLIC_FILE
    return path.read_text("utf-8").strip() if path.exists() else None


def open_heads(engine: Engine, keys: Path, clock: Clock) -> LogHeads:
    """Put the log's head over the office database; draws its key when absent and publishes the public half."""
    key = ed25519_key(keys / KEY_FILE)
    public_file(keys / PUBLIC_FILE, f"{verifier_line(ORIGIN, key.public_key())}\n".encode())
    return LogHeads(engine, key, clock)
