"""Who of the staff is there: a console that is open says so again and again."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from channels.conversation.handover import Presence
from channels.conversation.message import State
from channels.conversation.people_tables import agents, handovers
from channels.conversation.tickets import moment_of, text_of

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
SEEN = timedelta(seconds=60)
"""An agent unseen for longer is gone, and gone are this agent's claims."""


def seen(connection: sa.Connection, agent: str, capacity: int | None, now: datetime) -> None:
    """Note that ``agent`` is there; ``capacity`` None leaves what is known."""
    news = {"seen_at": text_of(now)} | ({} if capacity is None else {"capacity": capacity})
    insert = _INSERTS[connection.dialect.name](agents).values({"capacity": 1, **news, "agent": agent})
    connection.execute(insert.on_conflict_do_update(index_elements=["agent"], set_=news))


def present(connection: sa.Connection, now: datetime) -> list[Presence]:
    serving = sa.select(sa.func.count()).where(
        handovers.c.agent == agents.c.agent, handovers.c.state == State.STAFF.value, handovers.c.ended_at.is_(None)
    )
    query = sa.select(agents, serving.scalar_subquery().label("holding"))
    rows = connection.execute(query.where(agents.c.seen_at > text_of(now - SEEN)).order_by(agents.c.agent))
    return [Presence(row.agent, row.capacity, row.holding, moment_of(row.seen_at)) for row in rows]


def ready(connection: sa.Connection, now: datetime) -> int:
    """Count those who are there and take conversations now."""
    there = (agents.c.seen_at > text_of(now - SEEN), agents.c.capacity > 0)
    return int(connection.scalar(sa.select(sa.func.count()).select_from(agents).where(*there)) or 0)


def lapsed(connection: sa.Connection, now: datetime) -> list[str]:
    """Give the conversations whose agent is gone."""
    gone = text_of(now - SEEN)
    query = sa.select(handovers.c.conversation).outerjoin(agents, agents.c.agent == handovers.c.agent)
    held = (handovers.c.state == State.STAFF.value, handovers.c.ended_at.is_(None))
    unseen = sa.or_(agents.c.agent.is_(None), agents.c.seen_at <= gone)
    return list(connection.scalars(query.where(*held, unseen)))
