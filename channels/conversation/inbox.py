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
    ASKED = "asked"
    """An external intent that the serving person wants the engine to hear: it passes while that person speaks."""


BY_CITIZEN = (Kind.TEXT, Kind.PAYLOAD)
EXTERNAL = (Kind.EVENT, Kind.ASKED)
_OPEN = inbox.c.state != sa.literal_column("'done'")  # written out, so that the partial index fits


# Written once: building a statement costs more than running it.
_PUT = inbox.insert()
_PUT_TAKEN = inbox.insert().returning(inbox.c.id)
_HERE = sa.and_(inbox.c.conversation == sa.bindparam("conversation"), _OPEN)
_ANY_OPEN = sa.select(sa.exists().where(_HERE))
_OLDEST = sa.select(inbox).where(_HERE).order_by(inbox.c.id).limit(1)
_PASSING = (Kind.CARD.value, Kind.ASKED.value)
_OLDEST_PASSING = _OLDEST.where(inbox.c.kind.in_(_PASSING))  # people speak: cards still change, and what they ask for
_HELD = inbox.update().where(
    inbox.c.id == sa.bindparam("row"), inbox.c.epoch == sa.bindparam("held"), inbox.c.state == "taken"
)
_CLOSE = _HELD.values(state="done", body=None)
_CLOCKS = {
    "sqlite": sa.text("SELECT (julianday('now') - 2440587.5) * 86400.0"),
    "postgresql": sa.text("SELECT extract(epoch from clock_timestamp())"),
}
_FRESH = {
    "state": "new",
    "attempts": 0,
    "failures": 0,
    "epoch": 0,
    "lease_until": 0.0,
    "card_key": None,
    "language": None,
}


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
    language: str | None = None
    """``ko`` or ``en`` when the citizen has chosen the language of the page."""


def put(
    connection: sa.Connection,
    conversation: str,
    kind: Kind,
    body: Any,
    key: str | None = None,
    *,
    language: str | None = None,
) -> None:
    """Append a row to a conversation that the caller has locked."""
    contents = _contents(conversation, kind, body)
    connection.execute(_PUT, {**_FRESH, **contents, "card_key": key, "language": language})


def put_and_take(
    connection: sa.Connection,
    conversation: str,
    kind: Kind,
    body: Any,
    lease_seconds: float,
    *,
    language: str | None = None,
) -> Row | None:
    """Append a row and, when it is first in line, take it in the same stroke."""
    if connection.scalar(_ANY_OPEN, {"conversation": conversation}):
        put(connection, conversation, kind, body, language=language)
        return None
    taken = {"state": "taken", "epoch": 1, "attempts": 1, "lease_until": database_now(connection) + lease_seconds}
    values = {**_FRESH, **_contents(conversation, kind, body), **taken, "language": language}
    added: int = connection.execute(_PUT_TAKEN, values).scalar_one()
    return Row(added, conversation, kind, body, epoch=1, attempts=1, language=language)


def take(connection: sa.Connection, conversation: str, speaker: str, lease_seconds: float) -> Row | None:
    """Take the oldest open row of a conversation that the caller has locked and in which ``speaker`` speaks.

    None when there is none, or when somebody holds it.
    """
    oldest = _OLDEST_PASSING if speaker in (State.WAITING, State.STAFF) else _OLDEST
    found = connection.execute(oldest, {"conversation": conversation}).one_or_none()
    if found is None:
        return None
    now = database_now(connection)
    if found.state == "taken" and found.lease_until > now:
        return None
    taken = {"state": "taken", "epoch": found.epoch + 1, "attempts": found.attempts + 1}
    connection.execute(inbox.update().where(inbox.c.id == found.id).values(**taken, lease_until=now + lease_seconds))
    return Row(
        found.id,
        conversation,
        Kind(found.kind),
        found.body,
        found.epoch + 1,
        found.attempts + 1,
        found.failures,
        found.language,
    )


def close(connection: sa.Connection, row: Row) -> bool:
    """Mark ``row`` done and forget its body. False when somebody else holds it by now."""
    return connection.execute(_CLOSE, {"row": row.id, "held": row.epoch}).rowcount == 1


def give_back(connection: sa.Connection, row: Row, *, failed: bool) -> None:
    """Put ``row`` back for another attempt; ``failed`` counts against it (an unreachable engine does not)."""
    values = {"state": "new", "failures": inbox.c.failures + int(failed)}
    connection.execute(_HELD.values(values), {"row": row.id, "held": row.epoch})


def citizen_waits(connection: sa.Connection, conversation: str) -> bool:
    """Say whether anything the citizen said is unanswered."""
    waiting = inbox.select().where(inbox.c.conversation == conversation, _OPEN, inbox.c.kind.in_(BY_CITIZEN))
    return bool(connection.scalar(sa.select(waiting.exists())))


def card_waits(connection: sa.Connection, conversation: str, key: str | None) -> bool:
    """Say whether a state of the card ``key`` is still in line."""
    waiting = inbox.select().where(inbox.c.conversation == conversation, _OPEN, inbox.c.card_key == key)
    return bool(connection.scalar(sa.select(waiting.exists())))


def has_payload(connection: sa.Connection, conversation: str, payload: str) -> bool:
    """Say whether a press of ``payload`` is unanswered."""
    return bool(_pressed(connection, conversation, payload))


def drop_payload(connection: sa.Connection, conversation: str, payload: str) -> None:
    """Take the presses of ``payload`` out of the line: the channel has answered them itself."""
    rows = _pressed(connection, conversation, payload)
    connection.execute(inbox.update().where(inbox.c.id.in_(rows)).values(state="done", body=None))


def drop_citizens(connection: sa.Connection, conversation: str) -> None:
    """Take what the citizen said out of the line, in flight or not: a person reads it and speaks now."""
    said = (inbox.c.conversation == conversation, _OPEN, inbox.c.kind.in_(BY_CITIZEN))
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
    return float(connection.scalar(_CLOCKS[connection.dialect.name]) or 0.0)


def _pressed(connection: sa.Connection, conversation: str, payload: str) -> list[int]:
    pressed = sa.select(inbox.c.id, inbox.c.body).where(
        inbox.c.conversation == conversation, _OPEN, inbox.c.kind == Kind.PAYLOAD
    )
    return [row.id for row in connection.execute(pressed) if row.body == payload]


def _contents(conversation: str, kind: Kind, body: Any) -> dict[str, Any]:
    return {"conversation": conversation, "kind": kind.value, "body": body}
