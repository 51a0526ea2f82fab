"""Server-side sessions of staff. The cookie holds 256 random bits; the database only their digest."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from channels.staff.tables import session
from documents.service.clock import Clock
from documents.service.database import READING

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
HALF_WAY = timedelta(minutes=10)


class Stage(StrEnum):
    """How far a sign-in has come: the password was right, a new password and secret are wanted, or all is done."""

    CODE = "code"
    FIRST = "first"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Session:
    """``id`` names it in lists and in the audit; ``csrf`` must come with every change."""

    id: str
    account: str
    stage: Stage
    csrf: str
    address: str
    browser: str
    opened_at: str
    seen_at: str


class Sessions:
    """A session ends after half an hour without use, after ten hours, by signing out, or when somebody revokes it."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._reading = engine.execution_options(**{READING: True})

    def begin(self, account: str, stage: Stage, address: str, browser: str) -> str:
        """Start a session and give its token, which is never given again."""
        token, now = secrets.token_urlsafe(32), self._moment()
        row = {
            "token_hash": digest_of(token),
            "id": secrets.token_urlsafe(9),
            "account": account,
            "stage": stage.value,
            "csrf": secrets.token_urlsafe(32),
            "address": address[:64],
            "browser": browser[:120],
            "opened_at": now,
            "seen_at": now,
        }
        with self._engine.begin() as connection:
            connection.execute(session.delete().where(sa.not_(self._live())))
            connection.execute(session.insert().values(row))
        return token

    def find(self, token: str) -> Session | None:
        """Give the live session behind ``token`` and keep it alive, or None."""
        mine = sa.and_(session.c.token_hash == digest_of(token), self._live())
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(session).where(mine)).one_or_none()
            if row is None:
                return None
            connection.execute(session.update().where(mine).values(seen_at=self._moment()))
        return _session(row)

    def lives(self, known: str) -> bool:
        """Tell whether the session named ``known`` still stands; this does not keep it alive."""
        query = sa.select(session.c.id).where(session.c.id == known, self._live())
        with self._reading.begin() as connection:
            return connection.scalar(query) is not None

    def listed(self, account: str | None = None) -> list[Session]:
        """Give the live sessions, of ``account`` or of everybody, newest first."""
        query = sa.select(session).where(self._live()).order_by(session.c.seen_at.desc())
        query = query if account is None else query.where(session.c.account == account)
        with self._engine.begin() as connection:
            return [_session(row) for row in connection.execute(query)]

    def end(self, known: str, account: str | None = None) -> bool:
        """End one session; with ``account`` only when it is that person's."""
        return self._end(session.c.id == known, *(() if account is None else (session.c.account == account,)))

    def end_all(self, account: str) -> None:
        self._end(session.c.account == account)

    def _end(self, *which: sa.ColumnElement[bool]) -> bool:
        with self._engine.begin() as connection:
            return bool(connection.execute(session.delete().where(*which)).rowcount)

    def _live(self) -> sa.ColumnElement[bool]:
        half_way = sa.or_(session.c.stage == Stage.OPEN.value, session.c.opened_at >= self._moment(HALF_WAY))
        return sa.and_(session.c.seen_at >= self._moment(IDLE), session.c.opened_at >= self._moment(LONGEST), half_way)

    def _moment(self, ago: timedelta = timedelta()) -> str:
        return (self._clock() - ago).isoformat(timespec="milliseconds")


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _session(row: Any) -> Session:
    kept = {name: getattr(row, name) for name in Session.__dataclass_fields__ if name != "stage"}
    return Session(stage=Stage(row.stage), **kept)
