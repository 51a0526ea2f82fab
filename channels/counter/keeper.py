"""The conversations' rooms put together over their databases."""

from datetime import timedelta

from channels.conversation.broadcast import Broadcaster
from channels.conversation.callings import Cases
from channels.conversation.caretaker import Caretaker, Patterns
from channels.conversation.desk import Desk
from channels.conversation.handover_reading import HandoverReading
from channels.conversation.hours import read_hours
from channels.conversation.people import People
from channels.conversation.reading import Reading
from channels.conversation.reception import Reception
from channels.conversation.serving import Serving
from channels.conversation.store import Store
from channels.counter.settings import CounterSettings
from channels.words import Words
from documents.service.clock import Clock
from documents.service.database import open_engine

_POSTGRESQL_THREADS = 8


class Keeper:
    """The databases and the desk over them. SQLite has one writer, so this process is the sole one that serves it."""

    def __init__(self, settings: CounterSettings, words: Words, clock: Clock, broadcaster: Broadcaster) -> None:
        self.writer = open_engine(settings.database_url)
        self.sole = self.writer.dialect.name == "sqlite"
        self._reader = open_engine(settings.database_url, read_only=True) if self.sole else self.writer
        self.store = Store(self.writer, clock, settings.lease, _reception(settings, words))
        self.serving, reading = Serving(self.store), Reading(self._reader)
        self.desk = Desk(self.store, reading, broadcaster, writers=1 if self.sole else _POSTGRESQL_THREADS)
        self.people = People(self.desk, self.serving, HandoverReading(self._reader, clock), broadcaster)

    async def close(self) -> None:
        await self.desk.close()
        self._reader.dispose()
        self.writer.dispose()


def _reception(settings: CounterSettings, words: Words) -> Reception:
    respond, handling = timedelta(seconds=settings.respond_within), timedelta(seconds=settings.handling_time)
    return Reception(words, read_hours(settings.hours_file), respond, handling)


def caretaker(settings: CounterSettings, words: Words, keeper: Keeper, cases: Cases) -> Caretaker:
    patterns = Patterns(settings.silence_after, settings.warn_after, settings.close_after, settings.rounds_every)
    return Caretaker(
        desk=keeper.desk,
        store=keeper.store,
        serving=keeper.serving,
        cases=cases,
        words=words.idle,
        patterns=patterns,
    )
