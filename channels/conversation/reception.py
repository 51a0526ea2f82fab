"""What happens when a person is wanted: a ticket in the queue, or out of hours the promise to call back.

1. Danger to life: 119 and 112 come first, at any hour.
2. Somebody is in (by the table of hours, or because a console is open): a ticket and a card with the place in line.
3. Nobody is in: no dead queue. A call-back is noted in the same transaction; `caretaker` gets its number and tells it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from channels.conversation import callings, presence, tickets
from channels.conversation.handover import OPEN, Asked, Handover, Reason
from channels.conversation.hours import Hours
from channels.conversation.message import Card, Draft, Speaker, State
from channels.words import ArrivalWords, ClockWords, Words, said_moment
from documents.domain.screening import contains_rrn

_MOST_KEYS, _LONGEST = 20, 200


@dataclass(frozen=True, slots=True)
class Received:
    """``state`` is who speaks from now on, ``version`` that of the changed ticket or 0."""

    drafts: tuple[Draft, ...]
    state: State
    version: int = 0


class Reception:
    """``respond`` is how soon a first answer is due, ``handling`` how long one conversation takes a person."""

    def __init__(
        self,
        words: Words,
        hours: Hours,
        respond: timedelta = timedelta(seconds=60),
        handling: timedelta = timedelta(minutes=3),
    ) -> None:
        self.words, self._hours = words.people, hours
        self._korean = (words.people, words.clock)
        self._english = (words.people_in_english, words.clock_in_english)
        self._respond, self._handling = respond, handling

    def ask(
        self, connection: sa.Connection, conversation: str, channel: str, asked: Asked, now: datetime
    ) -> Received | None:
        """Take the wish for a person; None when one is asked for already. The caller holds the row."""
        if tickets.current(connection, conversation) is not None:
            return None
        if self._hours.is_open(now) or presence.ready(connection, now) > 0:
            return self._queue(connection, conversation, channel, asked, now)
        return Received((self._call_back(connection, conversation, asked, now),), State.BOT)

    def open_ticket(
        self, connection: sa.Connection, conversation: str, channel: str, asked: Asked, now: datetime
    ) -> Handover:
        return tickets.put(connection, conversation, channel, _fitting(asked), now=now, respond=self._respond)

    def card(self, connection: sa.Connection, ticket: Handover, now: datetime) -> Card:
        """Draw the place in the queue: ``position`` counts from 1, ``wait_seconds`` is an estimate."""
        position = tickets.place(connection, ticket, now)
        agents = max(1, presence.ready(connection, now))
        wait = round(position * self._handling.total_seconds() / agents)
        tickets.remember_position(connection, ticket.number, position)
        return {"type": "handover", "number": ticket.number, "position": position, "wait_seconds": wait}

    def _queue(
        self, connection: sa.Connection, conversation: str, channel: str, asked: Asked, now: datetime
    ) -> Received:
        ticket = self.open_ticket(connection, conversation, channel, asked, now)
        words, _ = self._in(asked)
        text = words.emergency if asked.reason is Reason.EMERGENCY else words.asked
        card = self.card(connection, ticket, now)
        return Received((Draft(Speaker.SYSTEM, text, card=card),), State.WAITING, ticket.version)

    def _call_back(self, connection: sa.Connection, conversation: str, asked: Asked, now: datetime) -> Draft:
        """Promise one call a closing time, however often it is asked for."""
        (words, clock), opens = self._in(asked), self._hours.next_opening(now)
        promised = callings.newest(connection, conversation)
        told = promised is not None and promised.number is not None
        if promised is None or (told and self._hours.next_opening(promised.asked_at) != opens):
            promised = callings.put(connection, conversation, asked, now)
        text = words.closed if promised.number is None else words.called_back
        moment = words.some_day if opens is None else " ".join(said_moment(opens, clock))
        said = text.format(opens=moment, number=promised.number)
        urgent = asked.reason is Reason.EMERGENCY
        return Draft(Speaker.SYSTEM, f"{words.danger} {said}" if urgent else said)

    def _in(self, asked: Asked) -> tuple[ArrivalWords, ClockWords]:
        """Give the words in the language in which the dialogue spoke when it called for a person."""
        return self._english if asked.summary.get("language") == "en" else self._korean


def _fitting(asked: Asked) -> Asked:
    """Keep of the summary what is small and plain: it is shown to staff as it stands."""
    kept = {str(name): value for name, value in list(asked.summary.items())[:_MOST_KEYS] if plain(value)}
    return Asked(asked.reason, asked.team, kept)


def plain(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= _MOST_KEYS and all(plain(each) for each in value)
    if isinstance(value, str):
        return len(value) <= _LONGEST and not contains_rrn(value)
    return value is None or isinstance(value, (bool, int, float))


def speaks(state: str) -> bool:
    """Say whether people speak in ``state``, or are about to."""
    return state in OPEN
