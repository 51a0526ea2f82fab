"""The newest head of the log, in a file of its own beside the database.

A restored older copy of the database, or one whose log was rewritten, does not agree with it. The file is left as it is
then: it is the evidence. Who has looked and wants to go on with the log as it is removes the file.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from documents.domain.errors import Unavailable
from documents.ledger.transactions import run
from documents.transparency import log
from documents.transparency.checkpoint import Head, read_head
from documents.transparency.heads import LogHeads

Discord = Literal["log_behind", "log_forked", "log_witness_unreadable"]
DISCORDS: tuple[Discord, ...] = ("log_behind", "log_forked", "log_witness_unreadable")
WITNESS_DOWN = "witness_down"


@dataclass(frozen=True)
class Witness:
    path: Path
    heads: LogHeads

    def look(self) -> Discord | None:
        """Hold the log against the file; when they agree, keep the newest head there.

        Raise Unavailable("witness_down") when the file cannot be read or written.
        """
        try:
            discord = self._compare(self.path.read_text("utf-8")) if self.path.exists() else None
            if discord is None:
                self._keep()
        except OSError as error:
            raise Unavailable(WITNESS_DOWN) from error
        return discord

    def _compare(self, note: str) -> Discord | None:
        seen = read_head(note, self.heads.origin, self.heads.key.public_key())
        if seen is None:
            return "log_witness_unreadable"
        return run(self.heads.engine, lambda connection: _discord(seen, connection))

    def _keep(self) -> None:
        note = self.heads.publish()
        if note is None:
            return
        fresh = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        with fresh.open("x", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)


def _discord(seen: Head, connection: Connection) -> Discord | None:
    if log.size(connection) < seen.size:
        return "log_behind"
    return None if log.root_of(connection, seen.size) == seen.root else "log_forked"
