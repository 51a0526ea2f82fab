"""The conversation store by itself: messages through the inbox, long conversations, 1,000 open hand-overs.

And 1,000 breaks of 50 clients' lines to a real counter process, while others write.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from channels.conversation.broadcast import Broadcaster
from channels.conversation.desk import Desk
from channels.conversation.message import Draft, Speaker
from channels.conversation.people import People
from channels.counter.app import MIGRATIONS
from documents.service.database import migrate, open_engine
from tests.bench.figures import Figure, figure, wall_ms
from tests.conversation_rooms import Rooms
from tests.counter_process import counter_beside_fakes
from tests.reconnecting import break_lines

MESSAGES, CONVERSATIONS, TURNS, OPEN, CHANGES = 1000, 50, 200, 1000, 100
_EDGE = 20
CLIENTS, BREAKS, LINES = 50, 20, 40


def measure() -> list[Figure]:
    with _rooms() as rooms:
        figures = [_inbox(rooms), *_long(rooms), *_house(rooms)]
    return [*figures, *_reconnects()]


@contextmanager
def _rooms() -> Iterator[Rooms]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'channels.db'}")
        migrate(engine, MIGRATIONS)
        yield Rooms(engine)
        engine.dispose()


def _turn(rooms: Rooms, conversation: str) -> None:
    row = rooms.say(conversation, "등본 떼줘").taken
    assert row is not None
    rooms.store.finish(row, [Draft(Speaker.BOT, "네.")])


def _inbox(rooms: Rooms) -> Figure:
    conversations = [rooms.open() for _ in range(CONVERSATIONS)]
    begun = time.perf_counter()
    for place in range(MESSAGES):
        _turn(rooms, conversations[place % CONVERSATIONS])
    rate = MESSAGES / (time.perf_counter() - begun)
    return Figure("inbox, taken and answered", rate, None, "messages/s", "SQLite, synchronous=FULL, one after another")


def _long(rooms: Rooms) -> list[Figure]:
    conversation = rooms.open()
    times = wall_ms(lambda: _turn(rooms, conversation), TURNS)
    ratio = median(times[-_EDGE:]) / median(times[:_EDGE])
    return [figure("turn in the store", times, "ms"), Figure("turn 200 / turn 1, in the store", ratio, None, "×")]


def _house(rooms: Rooms) -> list[Figure]:
    conversations = [rooms.waiting() for _ in range(OPEN)]
    reading = figure("queue of 1,000 open hand-overs", wall_ms(rooms.queue, 10), "ms")
    told = asyncio.run(_changes(rooms, conversations[:CHANGES]))
    return [reading, figure("citizen's word to the console's reader", told, "ms", "1,000 open hand-overs")]


async def _changes(rooms: Rooms, conversations: list[str]) -> list[float]:
    broadcaster = Broadcaster()
    desk = Desk(rooms.store, rooms.reading, broadcaster)
    people, times = People(desk, rooms.serving, rooms.tickets, broadcaster), []
    version = await people.version()
    for conversation in conversations:
        waiting = asyncio.create_task(people.changes_after(version, 60))
        await asyncio.sleep(0)
        begun = time.perf_counter()
        await desk.change(conversation, lambda name=conversation: rooms.say(name))
        (changed,) = await waiting
        times.append((time.perf_counter() - begun) * 1000)
        version = changed.version
    await desk.close()
    return times


def _reconnects() -> list[Figure]:
    """Break lines while a writer goes on: what each client heard against what the counter kept."""
    with tempfile.TemporaryDirectory() as folder, counter_beside_fakes(Path(folder)) as counter:
        citizens = [counter.citizen() for _ in range(5)]

        def say() -> None:
            for place in range(LINES):
                citizens[place % len(citizens)].say(f"말 {place}")

        begun = time.perf_counter()
        clients = asyncio.run(break_lines(citizens, CLIENTS // len(citizens), BREAKS, say))
        rate = len(clients) * BREAKS / (time.perf_counter() - begun)
        wrong = sum(client.heard != client.citizen.read()[: len(client.heard)] for client in clients)
    return [
        Figure("reconnects, 50 clients at once", rate, None, "1/s", "real sockets, half of them cut"),
        Figure("clients that heard something lost, doubled or out of order", wrong, None, "of 50"),
    ]
