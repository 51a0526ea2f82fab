"""Keeps subscriptions. A browser belongs to the conversation that it named last."""

from pathlib import Path

import sqlalchemy as sa

from channels.push.subscription import Subscription
from channels.push.tables import subscriptions
from documents.service.clock import Clock
from documents.service.database import migrate, open_engine

_MIGRATIONS = Path(__file__).with_name("migrations")
_MOST = 5  # browsers of one conversation


class Book:
    def __init__(self, url: str, clock: Clock) -> None:
        self._engine, self._clock = open_engine(url), clock

    def open(self) -> None:
        migrate(self._engine, _MIGRATIONS)

    def close(self) -> None:
        self._engine.dispose()

    def keep(self, new: Subscription) -> None:
        """Keep ``new``; beyond five browsers of a conversation the oldest goes."""
        at = self._clock().isoformat(timespec="microseconds")
        row = {"conversation": new.conversation, "endpoint": new.endpoint, "p256dh": new.p256dh, "auth": new.auth}
        table = subscriptions.c
        newest = sa.select(table.endpoint).where(table.conversation == new.conversation).order_by(table.at.desc())
        with self._engine.begin() as connection:
            connection.execute(subscriptions.delete().where(table.endpoint == new.endpoint))
            connection.execute(subscriptions.insert().values(**row, at=at))
            kept = connection.scalars(newest.limit(_MOST)).all()
            beyond = sa.and_(table.conversation == new.conversation, table.endpoint.not_in(kept))
            connection.execute(subscriptions.delete().where(beyond))

    def forget(self, conversation: str, endpoint: str) -> None:
        table = subscriptions.c
        same = sa.and_(table.conversation == conversation, table.endpoint == endpoint)
        with self._engine.begin() as connection:
            connection.execute(subscriptions.delete().where(same))

    def of(self, conversation: str) -> list[Subscription]:
        wanted = subscriptions.select().where(subscriptions.c.conversation == conversation)
        with self._engine.begin() as connection:
            rows = connection.execute(wanted.order_by(subscriptions.c.at)).all()
        return [Subscription(row.conversation, row.endpoint, row.p256dh, row.auth) for row in rows]

    def conversations(self) -> list[str]:
        with self._engine.begin() as connection:
            return list(connection.scalars(sa.select(subscriptions.c.conversation).distinct()))
