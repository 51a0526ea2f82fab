"""Looking for conversations that people have served: by number, words, agent, channel, days and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from channels.conversation.handover import Handover
from channels.conversation.message import State
from channels.conversation.people_tables import handover_log, handovers
from channels.conversation.tables import messages
from channels.conversation.tickets import handover_of, text_of

PAGE, RETURNED = 50, "returned"
_Condition = Callable[[Any], sa.ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that is given must fit.

    ``agent`` had a hand in it; ``since`` and ``until`` (not included) are about when a person was asked for; ``ending``
    is a reason of closing or ``returned``; ``before`` a number: give older ones.
    """

    words: str = field(default="", repr=False)
    number: int | None = None
    agent: str | None = None
    channel: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    ending: str | None = None
    before: int | None = None


def find(connection: sa.Connection, wanted: Wanted) -> list[Handover]:
    """Give the newest that fit, at most a page of them."""
    query = sa.select(handovers).where(handovers.c.ended_at.is_not(None), *_conditions(wanted))
    rows = connection.execute(query.order_by(handovers.c.number.desc()).limit(PAGE))
    return [handover_of(row) for row in rows]


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    one = handovers.c
    made: list[tuple[Any, _Condition]] = [
        (wanted.number, lambda number: one.number == number),
        (wanted.before, lambda number: one.number < number),
        (wanted.channel, lambda channel: one.channel == channel),
        (wanted.since, lambda moment: one.asked_at >= text_of(moment)),
        (wanted.until, lambda moment: one.asked_at < text_of(moment)),
        (wanted.agent, _had_a_hand),
        (wanted.ending, _ended_so),
        (wanted.words or None, _was_said),
    ]
    return [condition(given) for given, condition in made if given is not None]


def _had_a_hand(agent: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(handover_log.c.number == handovers.c.number, handover_log.c.agent == agent)


def _was_said(words: str) -> sa.ColumnElement[bool]:
    said = messages.c.text.icontains(words, autoescape=True)
    return sa.exists().where(messages.c.conversation == handovers.c.conversation, said)


def _ended_so(ending: str) -> sa.ColumnElement[bool]:
    if ending == RETURNED:
        return handovers.c.state == State.BOT.value
    return handovers.c.close_reason == ending
