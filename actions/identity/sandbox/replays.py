"""A client assertion is good for one use: the identifiers that were seen, kept until they expire."""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, insert
from sqlalchemy.exc import IntegrityError

from actions.identity.sandbox.tables import assertions

KEEP = timedelta(minutes=5)


class Replays:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def first_use(self, client: str, identifier: str, expires: float, now: datetime) -> bool:
        """Note the assertion ``identifier`` of ``client``. False when it was seen before."""
        digest = hashlib.sha256(f"{client}\0{identifier}".encode()).hexdigest()
        keep_until = datetime.fromtimestamp(expires, UTC) + KEEP
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(assertions).where(assertions.c.expires_at < now))
                connection.execute(insert(assertions).values(digest=digest, expires_at=keep_until))
        except IntegrityError:
            return False
        return True
