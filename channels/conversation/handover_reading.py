"""What can be read of hand-overs. Synchronous; `people` runs it in threads."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from channels.conversation import ended, presence, tickets, turns
from channels.conversation.ended import Wanted
from channels.conversation.handover import Handover, LogLine, Presence
from channels.conversation.message import State
from channels.conversation.turns import Hour
from documents.service.clock import Clock


class HandoverReading:
    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def queue(self, team: str | None, states: Sequence[State]) -> list[Handover]:
        with self._engine.connect() as connection:
            return tickets.queue(connection, self._clock(), team, states)

    def newest(self, conversation: str) -> Handover | None:
        with self._engine.connect() as connection:
            return tickets.newest(connection, conversation)

    def log(self, conversation: str) -> list[LogLine]:
        with self._engine.connect() as connection:
            return tickets.lines(connection, conversation)

    def presence(self) -> list[Presence]:
        with self._engine.connect() as connection:
            return presence.present(connection, self._clock())

    def changed_after(self, version: int) -> list[Handover]:
        """Give up to 500 hand-overs changed after ``version``, in order of their version."""
        with self._engine.connect() as connection:
            return tickets.changed_after(connection, version)

    def ended(self, wanted: Wanted) -> list[Handover]:
        with self._engine.connect() as connection:
            return ended.find(connection, wanted)

    def asked_since(self, since: datetime) -> list[Handover]:
        with self._engine.connect() as connection:
            return tickets.asked_since(connection, since)

    def hours_since(self, since: datetime) -> list[Hour]:
        with self._engine.connect() as connection:
            return turns.hours_since(connection, since)

    def version(self) -> int:
        with self._engine.connect() as connection:
            return tickets.version_of_house(connection)
