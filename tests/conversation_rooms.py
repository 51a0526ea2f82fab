"""The conversations' rooms over one database, for contract tests: their clock is moved by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from channels.conversation.handover import OPEN, Asked, Handover, Reason
from channels.conversation.handover_reading import HandoverReading
from channels.conversation.hours import Hours, read_hours
from channels.conversation.inbox import Kind
from channels.conversation.message import Button, Draft, Message, Speaker
from channels.conversation.reading import Reading
from channels.conversation.reception import Reception
from channels.conversation.serving import Serving
from channels.conversation.store import Change, Store
from channels.words import read_words

NOON = datetime(2026, 3, 5, 3, tzinfo=UTC)  # a Thursday, noon in Seoul
WORDS = read_words()


@dataclass
class Rooms:
    engine: sa.Engine
    now: datetime = NOON
    hours: Hours = field(default_factory=read_hours)

    def __post_init__(self) -> None:
        self.store = Store(self.engine, self.clock, 30, Reception(WORDS, self.hours))
        self.serving, self.reading = Serving(self.store), Reading(self.engine)
        self.tickets = HandoverReading(self.engine, self.clock)

    def clock(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def open(self) -> str:
        return self.store.open("web", [Draft(Speaker.BOT, "안녕하세요.", (Button("사람", "/request_agent"),))]).id

    def waiting(self, reason: Reason = Reason.REQUESTED, **more: Any) -> str:
        """Begin a conversation in which a person was asked for."""
        conversation = self.open()
        self.store.hand_over(conversation, Asked(reason, **more))
        return conversation

    def say(self, conversation: str, text: str = "저기요") -> Change:
        return self.store.accept(conversation, Draft(Speaker.CITIZEN, text), Kind.TEXT, text)

    def press(self, conversation: str, payload: str) -> Change:
        return self.store.accept(conversation, Draft(Speaker.CITIZEN, "단추"), Kind.PAYLOAD, payload)

    def ticket(self, conversation: str) -> Handover:
        found = self.tickets.newest(conversation)
        assert found is not None
        return found

    def queue(self) -> list[str]:
        return [each.conversation for each in self.tickets.queue(None, OPEN)]

    def messages(self, conversation: str) -> tuple[Message, ...]:
        return self.reading.page(conversation).messages

    def texts(self, conversation: str) -> list[str]:
        return [message.draft.text for message in self.messages(conversation)]

    def heard(self, conversation: str) -> list[str]:
        """Let the engine hear everything in line and give the names of the external intents."""
        names = []
        row = self.store.take(conversation)
        while row is not None:
            names.append(row.body["name"] if isinstance(row.body, dict) else row.body)
            change = self.store.finish(row, [])
            row = change.taken if change else None
        return names
