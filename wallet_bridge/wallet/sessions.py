"""Server-side sessions of signed-in holders. The cookie holds 256 random bits; the database only their digest."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, or_, select, update

from wallet_bridge.wallet.tables import session

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)


def digest_of(token: str) -> str:
    """Give the SHA-256 hex under which a bearer token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


class Sessions:
    """A session ends after half an hour without use, after eight hours, by signing out, or by closing the wallet."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, holder: str, now: datetime) -> str:
        """Start a session for a known holder and give its token, which is never given again."""
        token = secrets.token_urlsafe(32)
        with self._engine.begin() as connection:
            ended = or_(session.c.seen_at < now - IDLE, session.c.opened_at < now - LONGEST)
            connection.execute(delete(session).where(ended))
            row = {"token_hash": digest_of(token), "holder": holder, "opened_at": now, "seen_at": now}
            connection.execute(insert(session).values(row))
        return token

    def holder(self, token: str, now: datetime) -> str | None:
        """Give the holder behind ``token`` and keep the session alive, or None."""
        live = (
            session.c.token_hash == digest_of(token),
            session.c.seen_at >= now - IDLE,
            session.c.opened_at >= now - LONGEST,
        )
        with self._engine.begin() as connection:
            holder = connection.execute(select(session.c.holder).where(*live)).scalar_one_or_none()
            if holder is not None:
                connection.execute(update(session).where(live[0]).values(seen_at=now))
        return holder

    def close(self, token: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(session).where(session.c.token_hash == digest_of(token)))
