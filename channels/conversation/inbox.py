"""The durable inbox before the dialogue engine: what it has still to hear, oldest first, one at a time a conversation.

A row goes new → taken → done. Whoever takes it holds a lease and gets the next epoch; an answer that comes with an old
epoch is refused, so that a row is answered once however often it was delivered. ``attempts`` above 1 means that an
earlier holder may have delivered it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from channels.conversation.message import State
from channels.conversation.tables import inbox


class Kind(StrEnum):
    TEXT = "text"
    PAYLOAD = "payload"
    EVENT = "event"
    CARD = "card"


BY_CITIZEN = (Kind.TEXT, Kind.PAYLOAD)
_OPEN = inbox.c.state != sa.literal_column("'done'")  # written out, so that the partial index fits


@dataclass(frozen=True, slots=True)
class Row:
    """``body``: the text, the payload, ``{"name", "entities"}`` of an external intent, or a card."""

    id: int
    conversation: str
    kind: Kind
    body: Any = field(repr=False)
    epoch: int = 0
    attempts: int = 0
    failures: int = 0


def put(connection: sa.Connection, conversation: str, kind: Kind, body: Any, key: str | None = None) -> int:
    """Append a row and give its id."""
    fresh = {"state": "new", "attempts": 0, "failures": 0, "epoch": 0, "lease_until": 0.0}
    values = {"conversation": conversation, "kind": kind.value, "body": body, "card_key": key, **fresh}
    added: int = connection.execute(inbox.insert().values(values).returning(inbox.c.id)).scalar_one()
    return added


def take(connection: sa.Connection, conversation: str, speaker: str, lease_seconds: float) -> Row | None:
    """Take the oldest open row of a conversation that the caller has locked and in which ``speaker`` speaks.

    None when there is none, or when somebody holds it.
    """
    found = connection.execute(_oldest(conversation, speaker)).one_or_none()
    if found is None:
        return None
    now = database_now(connection)
    if found.state == "taken" and found.lease_until > now:
        return None
    taken = {"state": "taken", "epoch": found.epoch + 1, "attempts": found.attempts + 1}
    connection.execute(inbox.update().where(inbox.c.id == found.id).values(**taken, lease_until=now + lease_seconds))
    return Row(
        found.id, conversation, Kind(found.kind), found.body, found.epoch + 1, found.attempts + 1, found.failures
    )


def _oldest(conversation: str, speaker: str) -> sa.Select[Any]:
    query = sa.select(inbox).where(inbox.c.conversation == conversation, _OPEN)
    if speaker != State.BOT:  # somebody else speaks: the engine hears nothing, cards still change
        query = query.where(inbox.c.kind == Kind.CARD)
    return query.order_by(inbox.c.id).limit(1)


def close(connection: sa.Connection, row: Row) -> bool:
    """Mark ``row`` done and forget its body. False when somebody else holds it by now."""
    done = _held(row).values(state="done", body=None)
    return connection.execute(done).rowcount == 1


def give_back(connection: sa.Connection, row: Row, *, failed: bool) -> None:
    """Put ``row`` back for another attempt; ``failed`` counts against it (an unreachable engine does not)."""
    connection.execute(_held(row).values(state="new", failures=inbox.c.failures + int(failed)))


def _held(row: Row) -> sa.Update:
    return inbox.update().where(inbox.c.id == row.id, inbox.c.epoch == row.epoch, inbox.c.state == "taken")


def citizen_waits(connection: sa.Connection, conversation: str) -> bool:
    """Say whether anything the citizen said is unanswered."""
    waiting = inbox.select().where(inbox.c.conversation == conversation, _OPEN, inbox.c.kind.in_(BY_CITIZEN))
    return bool(connection.scalar(sa.select(waiting.exists())))


def card_waits(connection: sa.Connection, conversation: str, key: str | None) -> bool:
    """Say whether a state of the card ``key`` is still in line."""
    waiting = inbox.select().where(inbox.c.conversation == conversation, _OPEN, inbox.c.card_key == key)
    return bool(connection.scalar(sa.select(waiting.exists())))


def drop_citizens(connection: sa.Connection, conversation: str) -> None:
    """Take what the citizen said out of the line: a person has read it and speaks now."""
    said = (inbox.c.conversation == conversation, inbox.c.state == "new", inbox.c.kind.in_(BY_CITIZEN))
    connection.execute(inbox.update().where(*said).values(state="done", body=None))


def release_all(connection: sa.Connection) -> None:
    """Free every taken row. Only for a process that knows it is the sole one: its predecessor is dead."""
    connection.execute(inbox.update().where(inbox.c.state == "taken").values(state="new", epoch=inbox.c.epoch + 1))


def open_conversations(connection: sa.Connection) -> list[tuple[str, bool]]:
    """Give the conversations with open rows that nobody holds, and whether a citizen waits there."""
    by_citizen = sa.func.max(sa.case((inbox.c.kind.in_(BY_CITIZEN), 1), else_=0))
    free = sa.or_(inbox.c.state == "new", inbox.c.lease_until < database_now(connection))
    query = sa.select(inbox.c.conversation, by_citizen).where(_OPEN, free)
    return [(name, bool(waits)) for name, waits in connection.execute(query.group_by(inbox.c.conversation))]


def database_now(connection: sa.Connection) -> float:
    """Give the database's clock in seconds: leases compare with nothing else."""
    clock = "(julianday('now') - 2440587.5) * 86400.0"
    if connection.dialect.name == "postgresql":
        clock = "extract(epoch from clock_timestamp())"
    return float(connection.scalar(sa.text(f"SELECT {clock}")) or 0.0)
