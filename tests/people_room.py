"""The real port of people over a database of its own, in which people sit at the counter at any hour."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from channels.conversation.broadcast import Broadcaster
from channels.conversation.desk import Desk
from channels.conversation.handover import Handover, Reason
from channels.conversation.handover_reading import HandoverReading
from channels.conversation.hours import read_hours
from channels.conversation.inbox import Kind
from channels.conversation.message import Draft, Speaker, State
from channels.conversation.people import People
from channels.conversation.reading import Reading
from channels.conversation.reception import Reception
from channels.conversation.serving import Serving
from channels.conversation.store import Store
from channels.conversation.tables import conversations
from channels.counter.app import MIGRATIONS
from channels.words import read_words
from documents.service.clock import Clock, utc_now
from documents.service.database import migrate, open_engine
from tests.counter_process import always_open


class PeopleRoom:
    """What the counter's process puts around `People`, without routes, router and caretaker."""

    def __init__(self, folder: Path, clock: Clock = utc_now) -> None:
        self._engine, self._clock = open_engine(f"sqlite:///{folder / 'channels.db'}"), clock
        migrate(self._engine, MIGRATIONS)
        self.broadcaster = Broadcaster()
        store = Store(self._engine, clock, 30, Reception(read_words(), read_hours(always_open(folder))))
        self._desk = Desk(store, Reading(self._engine), self.broadcaster)
        tickets = HandoverReading(self._engine, clock)
        self.people = People(self._desk, Serving(store), tickets, self.broadcaster)

    def begin(self, conversation: str) -> None:
        """Open a conversation under a name that the test knows, once."""
        row = {"id": conversation, "channel": "web", "state": State.BOT.value, "last_seq": 0}
        with self._engine.begin() as connection:
            connection.execute(conversations.insert().values(**row, created_at=self._clock().isoformat()))

    async def says(self, conversation: str, text: str) -> None:
        await self._desk.accept(conversation, Draft(Speaker.CITIZEN, text), Kind.TEXT, text)

    async def asks(
        self, conversation: str, reason: Reason = Reason.REQUESTED, summary: Mapping[str, Any] | None = None
    ) -> Handover:
        """Begin ``conversation`` and let it ask for a person."""
        self.begin(conversation)
        found = await self.people.hand_over(conversation, reason, summary or {})
        assert found is not None
        return found

    async def close(self) -> None:
        await self._desk.close()
        self._engine.dispose()
