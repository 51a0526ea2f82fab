"""Promises to call back, made while nobody is in: noted with the conversation, then taken up by the cases' room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from channels.conversation.handover import Asked
from channels.conversation.people_tables import callbacks
from channels.conversation.tickets import moment_of, text_of

_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Calling:
    """``number`` is None until the cases' room has taken it. ``key`` makes taking it twice one case."""

    id: int
    conversation: str
    topic: str
    asked_at: datetime
    number: str | None

    @property
    def key(self) -> str:
        return f"callback-{self.id}"


class Cases(Protocol):
    """The room that keeps call-backs. Raise ``Unavailable`` when it cannot now; the same key twice is one case."""

    async def take_callback(self, conversation: str, key: str, topic: str) -> str: ...

    async def reachable(self, conversation: str) -> bool:
        """Say whether it is known where to call."""
        ...


def put(connection: sa.Connection, conversation: str, asked: Asked, now: datetime) -> Calling:
    topic = asked.summary.get("topic") or asked.summary.get("document")
    values = {
        "conversation": conversation,
        "reason": asked.reason.value,
        "topic": (topic if isinstance(topic, str) else asked.reason.value)[:_LONGEST],
        "asked_at": text_of(now),
    }
    return _calling(connection.execute(callbacks.insert().values(values).returning(callbacks)).one())


def newest(connection: sa.Connection, conversation: str) -> Calling | None:
    query = sa.select(callbacks).where(callbacks.c.conversation == conversation)
    row = connection.execute(query.order_by(callbacks.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _calling(row)


def waiting(connection: sa.Connection) -> list[Calling]:
    """Give the promises that have no number yet."""
    query = sa.select(callbacks).where(callbacks.c.number.is_(None)).order_by(callbacks.c.id).limit(100)
    return [_calling(row) for row in connection.execute(query)]


def fill(connection: sa.Connection, calling: Calling, number: str) -> bool:
    """Write down the number; False when it was there already."""
    empty = callbacks.update().where(callbacks.c.id == calling.id, callbacks.c.number.is_(None))
    return connection.execute(empty.values(number=number)).rowcount == 1


def _calling(row: Any) -> Calling:
    return Calling(row.id, row.conversation, row.topic, moment_of(row.asked_at), row.number)
