"""Hand-overs as rows. Every change gets the next number of the house's counter, so that consoles can follow.

The caller holds the conversation's row; the counter is locked last and until the commit, so versions become visible in
their order and none is skipped.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from channels.conversation.handover import TEAMS, Asked, CloseReason, Deed, Handover, LogLine, Reason
from channels.conversation.message import State
from channels.conversation.people_tables import counters, handover_log, handovers

_COUNTER = counters.c.name == "handovers"
_NEXT = counters.update().where(_COUNTER).values(value=counters.c.value + 1).returning(counters.c.value)
_VERSION = sa.select(counters.c.value).where(_COUNTER)
_OPEN = sa.select(handovers).where(
    handovers.c.conversation == sa.bindparam("conversation"), handovers.c.ended_at.is_(None)
)


def put(
    connection: sa.Connection, conversation: str, channel: str, asked: Asked, *, now: datetime, respond: timedelta
) -> Handover:
    """Open a hand-over in the queue; there must be none that is open."""
    values = {
        "conversation": conversation,
        "channel": channel,
        "reason": asked.reason.value,
        "team": asked.team if asked.team in TEAMS else TEAMS[0],
        "state": State.WAITING.value,
        "on_hold": False,
        "asked_at": text_of(now),
        "respond_by": text_of(now + respond),
        "last_citizen_at": text_of(now),
        "waiting_for_staff": True,
        "summary": dict(asked.summary),
        "told_position": 0,
        "version": _next_version(connection),
    }
    row = connection.execute(handovers.insert().values(values).returning(handovers)).one()
    note(connection, LogLine(row.number, now, Deed.ASKED, None))
    return handover_of(row)


def current(connection: sa.Connection, conversation: str) -> Handover | None:
    """Give the open hand-over of a conversation."""
    row = connection.execute(_OPEN, {"conversation": conversation}).one_or_none()
    return None if row is None else handover_of(row)


def newest(connection: sa.Connection, conversation: str) -> Handover | None:
    query = sa.select(handovers).where(handovers.c.conversation == conversation)
    row = connection.execute(query.order_by(handovers.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else handover_of(row)


def change(connection: sa.Connection, number: int, **values: Any) -> int:
    """Change a hand-over and give its new version."""
    version = _next_version(connection)
    connection.execute(handovers.update().where(handovers.c.number == number).values(**values, version=version))
    return version


def remember_position(connection: sa.Connection, number: int, position: int) -> None:
    """Note the place in the queue that the citizen was told. It changes nothing for those who serve."""
    connection.execute(handovers.update().where(handovers.c.number == number).values(told_position=position))


def citizen_spoke(connection: sa.Connection, conversation: str, now: datetime) -> int:
    """Note in the open hand-over that the citizen spoke last, and give its new version."""
    ticket = current(connection, conversation)
    if ticket is None:
        return 0
    return change(connection, ticket.number, last_citizen_at=text_of(now), waiting_for_staff=True)


def note(connection: sa.Connection, line: LogLine) -> None:
    """Write a line of the staff log."""
    values = {"number": line.number, "at": text_of(line.at), "deed": line.deed.value}
    connection.execute(handover_log.insert().values({**values, "agent": line.agent, "note": line.note}))


def queue(connection: sa.Connection, now: datetime, team: str | None, states: Sequence[State]) -> list[Handover]:
    """Give the open hand-overs in the order in which they want a person."""
    wanted: list[sa.ColumnElement[bool]] = [
        handovers.c.ended_at.is_(None),
        handovers.c.state.in_([state.value for state in states]),
    ]
    if team is not None:
        wanted.append(handovers.c.team == team)
    query = sa.select(handovers).where(*wanted).order_by(*_order(now))
    return [handover_of(row) for row in connection.execute(query)]


def place(connection: sa.Connection, ticket: Handover, now: datetime) -> int:
    """Give the place of a waiting ``ticket`` in the queue of its team, counted from 1."""
    places = _places(now)
    return int(connection.scalar(sa.select(places.c.place).where(places.c.number == ticket.number)) or 1)


def moved(connection: sa.Connection, now: datetime) -> list[str]:
    """Give the waiting conversations whose place in the queue of their team is not the one that they were told.

    Far back in the queue only a move of a tenth counts: a long queue would otherwise be told all the time.
    """
    places = _places(now)
    far = sa.func.abs(places.c.told_position - places.c.place) > places.c.told_position // 10
    return list(connection.scalars(sa.select(places.c.conversation).where(far).order_by(places.c.place).limit(50)))


def _places(now: datetime) -> sa.Subquery:
    place = sa.func.row_number().over(partition_by=handovers.c.team, order_by=_order(now)).label("place")
    columns = (handovers.c.number, handovers.c.conversation, handovers.c.told_position, place)
    waiting = (handovers.c.ended_at.is_(None), handovers.c.state == State.WAITING.value)
    return sa.select(*columns).where(*waiting).subquery()


def _order(now: datetime) -> tuple[sa.ColumnElement[Any], ...]:
    """Emergencies first, then those whose answer is overdue, then the oldest."""
    urgent = sa.case((handovers.c.reason == Reason.EMERGENCY.value, 0), else_=1)
    overdue = sa.and_(handovers.c.answered_at.is_(None), handovers.c.respond_by < text_of(now))
    return urgent, sa.case((overdue, 0), else_=1), handovers.c.asked_at, handovers.c.number


def changed_after(connection: sa.Connection, version: int) -> list[Handover]:
    query = sa.select(handovers).where(handovers.c.version > version).order_by(handovers.c.version).limit(500)
    return [handover_of(row) for row in connection.execute(query)]


def asked_since(connection: sa.Connection, since: datetime) -> list[Handover]:
    query = sa.select(handovers).where(handovers.c.asked_at >= text_of(since)).order_by(handovers.c.number)
    return [handover_of(row) for row in connection.execute(query)]


def version_of_house(connection: sa.Connection) -> int:
    return int(connection.scalar(_VERSION) or 0)


def lines(connection: sa.Connection, conversation: str) -> list[LogLine]:
    query = sa.select(handover_log).join(handovers).where(handovers.c.conversation == conversation)
    rows = connection.execute(query.order_by(handover_log.c.id))
    return [LogLine(row.number, moment_of(row.at), Deed(row.deed), row.agent, row.note) for row in rows]


def text_of(moment: datetime) -> str:
    """Write a UTC moment so that its text sorts as it does."""
    return moment.isoformat(timespec="milliseconds")


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def handover_of(row: Any) -> Handover:
    def moment(text: str | None) -> datetime | None:
        return None if text is None else moment_of(text)

    return Handover(
        conversation=row.conversation,
        number=row.number,
        channel=row.channel,
        reason=Reason(row.reason),
        team=row.team,
        state=State(row.state),
        on_hold=row.on_hold,
        agent=row.agent,
        wanted=row.wanted,
        asked_at=moment_of(row.asked_at),
        claimed_at=moment(row.claimed_at),
        answered_at=moment(row.answered_at),
        respond_by=moment_of(row.respond_by),
        last_citizen_at=moment(row.last_citizen_at),
        waiting_for_staff=row.waiting_for_staff,
        ended_at=moment(row.ended_at),
        close_reason=CloseReason(row.close_reason) if row.close_reason else None,
        summary=row.summary,
        version=row.version,
    )


def _next_version(connection: sa.Connection) -> int:
    return int(connection.execute(_NEXT).scalar_one())
