"""Private notes of staff on a conversation. The citizen and the engine never see them; @이름 calls a colleague."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from channels.staff.accounts import Account
from channels.staff.tables import account, mention, note
from documents.domain.screening import redact_rrn
from documents.service.clock import Clock
from documents.service.database import READING

LONGEST = 2000
_MENTION = re.compile(r"@([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    conversation: str
    author: str
    text: str = field(repr=False)
    at: str


class Notes:
    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._reading = engine.execution_options(**{READING: True})

    def add(self, conversation: str, author: str, text: str, colleagues: Iterable[Account]) -> Note:
        """Keep a note, without RRNs; the colleagues whose name or login stands in it after @ are told."""
        at, kept = self._clock().isoformat(timespec="milliseconds"), redact_rrn(text.strip()[:LONGEST])
        row = {"conversation": conversation, "author": author, "text": kept, "at": at}
        called = mentioned(kept, colleagues)
        with self._engine.begin() as connection:
            made = connection.execute(note.insert().values(row).returning(note.c.id)).scalar_one()
            if called:
                rows = [{"note": made, "account": each, "seen": each == author} for each in called]
                connection.execute(mention.insert(), rows)
        return Note(made, conversation, author, kept, at)

    def of(self, conversation: str, after: int = 0) -> list[Note]:
        query = sa.select(note).where(note.c.conversation == conversation, note.c.id > after).order_by(note.c.id)
        with self._reading.begin() as connection:
            return [_note(row) for row in connection.execute(query)]

    def calls(self, who: str) -> list[tuple[Note, str]]:
        """Give the notes that call ``who`` and were not looked at yet, newest first, each with its author's name."""
        query = (
            sa.select(note, account.c.name.label("by"))
            .join(mention, mention.c.note == note.c.id)
            .join(account, account.c.id == note.c.author)
            .where(mention.c.account == who, mention.c.seen.is_(False))
            .order_by(note.c.id.desc())
        )
        with self._reading.begin() as connection:
            return [(_note(row), row.by) for row in connection.execute(query)]

    def seen(self, who: str, conversation: str) -> None:
        """Take the calls of ``conversation`` for looked at."""
        of_it = sa.select(note.c.id).where(note.c.conversation == conversation)
        with self._engine.begin() as connection:
            looked = mention.update().where(mention.c.account == who, mention.c.note.in_(of_it))
            connection.execute(looked.values(seen=True))


def mentioned(text: str, colleagues: Iterable[Account]) -> set[str]:
    """Give the ids of those whom ``text`` names: "@지민님 봐 주세요" and "@jimin" both call 지민 (jimin)."""
    names = _MENTION.findall(text)
    return {each.id for each in colleagues for name in names if name == each.login or name.startswith(each.name)}


def _note(row: Any) -> Note:
    return Note(row.id, row.conversation, row.author, row.text, row.at)
