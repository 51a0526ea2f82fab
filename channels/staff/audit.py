"""Who did what in the console, when, from which session, to what, why: a chain that shows where it was changed.

``link`` = SHA-256 over the link before and the row as canonical JSON; the end of the chain is signed with a key that is
not in the database. Editing, deleting, reordering or cutting off rows is found, and the place is named.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from channels.staff.tables import audit, audit_end
from documents.service.clock import Clock

START = bytes(32)
_BATCH = 1000


class Deed(StrEnum):
    """What is noted. Each has its sentence in `words.yml`."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    FIRST_SIGN_IN = "first_sign_in"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_RECOVERED = "account_recovered"
    ACCOUNT_LOCKED = "account_locked"
    ACCOUNT_UNLOCKED = "account_unlocked"
    SESSION_REVOKED = "session_revoked"
    PREVIEW = "preview"
    READ = "read"
    REVEAL = "reveal"
    EXPORT = "export"
    CLAIM = "claim"
    TAKE_OVER = "take_over"
    FORWARD = "forward"
    RETURN = "return"
    HOLD = "hold"
    CLOSE = "close"
    NOTE = "note"
    CARD = "card"
    IDENTITY_ASKED = "identity_asked"
    CONSENT_ASKED = "consent_asked"
    CONSENT_GIVEN = "consent_given"
    CONSENT_REFUSED = "consent_refused"
    CANNED_CHANGED = "canned_changed"
    ANSWER_CHANGED = "answer_changed"
    SEARCH = "search"
    AUDIT_READ = "audit_read"
    VOID_ASKED = "void_asked"
    VOID_AGREED = "void_agreed"
    VOID_REFUSED = "void_refused"
    COMPLAINT_READ = "complaint_read"
    COMPLAINT_CHANGED = "complaint_changed"


@dataclass(frozen=True, slots=True)
class Entry:
    """``who`` is an account, ``source`` its session, ``subject`` a conversation, an account or a complaint."""

    who: str
    source: str
    what: Deed
    subject: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    place: int
    at: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain is not what it was. ``how``: changed, missing, cut or unsigned."""

    place: int
    how: str


class Audit:
    def __init__(self, engine: sa.Engine, key: Ed25519PrivateKey, clock: Clock) -> None:
        self._engine, self._key, self._clock = engine, key, clock

    def note(self, entry: Entry) -> int:
        """Add ``entry`` and give its place. Done before anything is shown: what cannot be noted is not done."""
        at = self._clock().isoformat(timespec="milliseconds")
        with self._engine.begin() as connection:
            grown = sa.update(audit_end).values(size=audit_end.c.size + 1).returning(audit_end.c.size, audit_end.c.link)
            size, before = connection.execute(grown).one()
            link = _link(bytes(before), size - 1, at, entry)
            row = {"place": size - 1, "at": at, "link": link, **_values(entry)}
            connection.execute(audit.insert().values(row))
            connection.execute(sa.update(audit_end).values(link=link, signature=self._key.sign(_end(size, link))))
        return int(size) - 1

    def newest(self, *, what: str = "", who: str = "", subject: str = "", limit: int = 200) -> list[Noted]:
        """Give the newest entries that match what is given."""
        query = sa.select(audit).order_by(audit.c.place.desc()).limit(limit)
        for column, wanted in ((audit.c.what, what), (audit.c.who, who), (audit.c.subject, subject)):
            query = query.where(column == wanted) if wanted else query
        with self._engine.begin() as connection:
            return [Noted(row.place, row.at, _entry(row)) for row in connection.execute(query)]

    def check(self) -> Broken | None:
        """Follow the whole chain to its signed end."""
        with self._engine.begin() as connection:
            end = connection.execute(sa.select(audit_end)).one_or_none()
            found = _follow(connection)
        if isinstance(found, Broken):
            return found
        size, link = found
        if end is None or end.size != size or bytes(end.link) != link:
            return Broken(size, "cut")
        return None if size == 0 or self._signed(end) else Broken(size, "unsigned")

    def _signed(self, end: sa.Row[Any]) -> bool:
        try:
            self._key.public_key().verify(bytes(end.signature), _end(end.size, bytes(end.link)))
        except InvalidSignature:
            return False
        return True


def _follow(connection: sa.Connection) -> tuple[int, bytes] | Broken:
    link, expected = START, 0
    for row in _rows(connection):
        if row.place != expected:
            return Broken(expected, "missing")
        link = _link(link, row.place, row.at, _entry(row))
        if link != bytes(row.link):
            return Broken(row.place, "changed")
        expected += 1
    return expected, link


def _rows(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    after = -1
    while batch := connection.execute(
        sa.select(audit).where(audit.c.place > after).order_by(audit.c.place).limit(_BATCH)
    ).all():
        yield from batch
        after = batch[-1].place


def _link(before: bytes, place: int, at: str, entry: Entry) -> bytes:
    row = [place, at, entry.who, entry.source, entry.what, entry.subject, entry.why]
    return hashlib.sha256(before + json.dumps(row, ensure_ascii=False).encode()).digest()


def _end(size: int, link: bytes) -> bytes:
    return b"minwon/staff\n%d\n%s" % (size, link.hex().encode())


def _values(entry: Entry) -> dict[str, str]:
    return {
        "who": entry.who,
        "source": entry.source,
        "what": entry.what.value,
        "subject": entry.subject,
        "why": entry.why,
    }


def _entry(row: sa.Row[Any]) -> Entry:
    """Read a row as it stands, also one whose deed somebody changed into another word."""
    what = Deed(row.what) if row.what in set(Deed) else row.what
    return Entry(row.who, row.source, what, row.subject, row.why)
