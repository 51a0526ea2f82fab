"""The chain itself: note a look, list a person's looks, and find what was changed.

``link`` = SHA-256 over the link before and the row as canonical JSON. Editing, deleting, reordering or cutting off rows
breaks a link, the numbering, or the last signed head, and the place is named.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from documents.access.tables import access, access_end

START = bytes(32)
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """``who``: an id of staff, or the part of the system that looked; ``why``: a reason or a paper number."""

    who: str
    source: str
    """Where it came from: a channel, a console session, a worker."""
    whose: str
    """Blind index of the person's CI."""
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain is not what it was."""

    place: int
    how: str
    """changed, missing, or cut."""


def note(connection: Connection, look: Look, at: datetime) -> int:
    """Add a look, in the caller's transaction; give its place."""
    grown = update(access_end).values(size=access_end.c.size + 1).returning(access_end.c.size, access_end.c.link)
    size, before = connection.execute(grown).one()
    place, moment = size - 1, at.astimezone(UTC)
    link = _link(bytes(before), place, moment, look)
    values = {"who": look.who, "source": look.source, "whose": look.whose, "what": look.what, "why": look.why}
    connection.execute(insert(access).values(place=place, at=moment, link=link, **values))
    connection.execute(update(access_end).values(link=link))
    return int(place)


def looks_at(connection: Connection, whose: str) -> list[tuple[datetime, Look]]:
    """Give who looked at a person's data, newest first."""
    rows = connection.execute(select(access).where(access.c.whose == whose).order_by(access.c.place.desc()))
    return [(row.at, _look(row)) for row in rows]


def end(connection: Connection) -> tuple[int, bytes]:
    """Give the number of rows and the newest link."""
    row = connection.execute(select(access_end.c.size, access_end.c.link)).one()
    return int(row.size), bytes(row.link)


def check(connection: Connection, known: tuple[int, bytes] | None = None) -> Broken | None:
    """Follow the chain from its start. ``known``: size and link of a signed head that it must contain."""
    link, expected = START, 0
    for row in _rows(connection):
        if row.place != expected:
            return Broken(expected, "missing")
        link = _link(link, row.place, row.at, _look(row))
        if link != bytes(row.link):
            return Broken(row.place, "changed")
        expected += 1
        if known and known[0] == expected and known[1] != link:
            return Broken(row.place, "changed")
    size, newest = end(connection)
    if size != expected or newest != link or (known and known[0] > expected):
        return Broken(expected, "cut")
    return None


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    after = -1
    while batch := connection.execute(
        select(access).where(access.c.place > after).order_by(access.c.place).limit(_BATCH)
    ).all():
        yield from batch
        after = batch[-1].place


def _link(before: bytes, place: int, at: datetime, look: Look) -> bytes:
    row = [place, at.astimezone(UTC).isoformat(), look.who, look.source, look.whose, look.what, look.why]
    return hashlib.sha256(before + json.dumps(row, ensure_ascii=False).encode()).digest()


def _look(row: Row[Any]) -> Look:
    return Look(row.who, row.source, row.whose, row.what, row.why)
