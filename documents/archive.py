"""Where sealed papers are kept: one encrypted file a paper, written whole or not at all."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from documents.domain.errors import Halt, Unavailable
from documents.domain.number import PaperNumber
from documents.domain.resident import Ci
from documents.ledger.transactions import look, run
from documents.vault import Place, Vault

ARCHIVE_DOWN = "archive_down"


@dataclass(frozen=True)
class PaperStore:
    """``folder`` holds the files, ``engine`` the keys of the persons they are encrypted for."""

    folder: Path
    engine: Engine
    vault: Vault

    def store(self, number: PaperNumber, sha256: str, pdf: bytes, holder: Ci) -> str:
        """Keep ``pdf`` and give its name. It is on the disk when this returns. Raise Unavailable when the disk is full.

        The name carries the digest: bytes that a late worker sealed again lie beside the first, never over them.
        """
        name = f"{number.digits}-{sha256[:16]}.sealed"
        person = self.vault.blind(holder)
        envelope = run(self.engine, lambda c: self.vault.seal(c, person, _place(name), pdf))
        try:
            _write(self.folder, name, envelope)
        except OSError as error:
            raise Unavailable(ARCHIVE_DOWN) from error
        return name

    def read(self, name: str) -> bytes:
        """Give the bytes kept under ``name``. Raise Halt("paper_missing"), or Sealed when changed or erased."""
        try:
            envelope = (self.folder / name).read_bytes()
        except FileNotFoundError as error:
            raise Halt("paper_missing") from error
        except OSError as error:
            raise Unavailable(ARCHIVE_DOWN) from error
        return look(self.engine, lambda c: self.vault.open(c, _place(name), envelope))

    def numbers(self) -> set[str]:
        """Give the numbers (16 digits) of which there is a file, whatever the ledger knows of them."""
        try:
            return {path.name.partition("-")[0] for path in self.folder.glob("*.sealed")}
        except OSError as error:
            raise Unavailable(ARCHIVE_DOWN) from error


def _place(name: str) -> Place:
    return Place("papers", "pdf", name)


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f"{name}.{secrets.token_hex(4)}.part"
    try:
        with fresh.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / name)
    finally:
        fresh.unlink(missing_ok=True)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)  # the new name, too, survives a power cut
    finally:
        os.close(descriptor)
