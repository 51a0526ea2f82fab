"""The staff console full of people: 100 open consoles, 1,000 open conversations, the real counter process between.

Measured from the moment a citizen sends words to the moment a console is told: by the event of the queue, which every
console gets, and by the words themselves on the page of the agent who serves.
"""

import asyncio
import re
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import sqlalchemy as sa
from argon2 import PasswordHasher

from channels.conversation.handover import Asked, Reason
from channels.conversation.hours import read_hours
from channels.counter.app import MIGRATIONS
from channels.counter.settings import CounterSettings
from channels.staff.accounts import Accounts, Role
from channels.staff.app import MIGRATIONS as STAFF_MIGRATIONS
from channels.staff.app import open_accounts
from channels.staff.sessions import Sessions, Stage
from documents.service.clock import utc_now
from documents.service.database import migrate, open_engine
from tests.bench.figures import Figure, figure
from tests.conversation_rooms import Rooms
from tests.counter_process import Counter, always_open, counter_beside_fakes

AGENTS, EACH, WORDS, A_SECOND = 100, 10, 240, 8
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_CONVERSATION = re.compile(rb'"conversation": ?"([\w-]+)"')
_PATIENCE = 90


@dataclass(frozen=True, slots=True)
class Seat:
    """An agent's console: its session, and the conversation on its page with the citizen's key."""

    cookie: str
    conversation: str
    token: str


@dataclass
class Told:
    """``sent``: when the last words of a conversation went off. The lists: milliseconds until a console heard."""

    sent: dict[str, float] = field(default_factory=dict)
    queue: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    open: int = 0
    grown: asyncio.Event = field(default_factory=asyncio.Event)


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        seats, version = _furnish(Path(folder))
        with counter_beside_fakes(Path(folder), MINWON_ROUNDS_EVERY="2") as counter:
            told = asyncio.run(_work(counter, seats, version))
    note = f"{AGENTS} consoles, {AGENTS * EACH} open conversations, {A_SECOND} words a second"
    return [
        figure("citizen's words to the queue of every console", told.queue, "ms", note),
        figure("citizen's words to the page of the agent", told.words, "ms", note),
    ]


def _furnish(data: Path) -> tuple[list[Seat], int]:
    """Make agents with open sessions who serve the house's conversations; give the version of the house, too."""
    settings = CounterSettings(data=data)
    with (
        _migrated(settings.sqlite("channels"), MIGRATIONS) as channels,
        _migrated(settings.sqlite("staff"), STAFF_MIGRATIONS) as staff,
    ):
        rooms, accounts = Rooms(channels, utc_now(), read_hours(always_open(data))), _accounts(staff, settings)
        sessions, seats = Sessions(staff, utc_now), []
        for number in range(AGENTS):
            agent, _ = accounts.make(f"agent{number}", f"상담{number}", Role.AGENT)
            served = [_served(rooms, agent.id) for _ in range(EACH)]
            seats.append(Seat(sessions.begin(agent.id, Stage.OPEN, "bench", "bench"), *served[0]))
        return seats, rooms.tickets.version()


@contextmanager
def _migrated(url: str, migrations: Path) -> Iterator[sa.Engine]:
    engine = open_engine(url)
    try:
        migrate(engine, migrations)
        yield engine
    finally:
        engine.dispose()


def _accounts(staff: sa.Engine, settings: CounterSettings) -> Accounts:
    return open_accounts(staff, settings, utc_now, _QUICK)


def _served(rooms: Rooms, agent: str) -> tuple[str, str]:
    """Open a conversation that ``agent`` serves; give its id and key."""
    opened = rooms.store.open("web", [])
    rooms.store.hand_over(opened.id, Asked(Reason.REQUESTED))
    rooms.serving.claim(opened.id, agent, "상담원")
    return opened.id, opened.token


async def _work(counter: Counter, seats: list[Seat], version: int) -> Told:
    told = Told()
    async with asyncio.timeout(_PATIENCE), asyncio.TaskGroup() as room:
        consoles = [room.create_task(_console(counter.port, seat, version, told)) for seat in seats]
        await _until(told, lambda: told.open == AGENTS)
        await _speak(counter.url, seats, told)
        await _until(told, lambda: len(told.words) >= WORDS and len(told.queue) >= WORDS * AGENTS)
        for each in consoles:
            each.cancel()
    return told


async def _console(port: int, seat: Seat, version: int, told: Told) -> None:
    """Read a console's events as a browser does, with less ado: a hundred browsers would measure themselves."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    path = f"/staff/events?at={version}.0.0&conversation={seat.conversation}"
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: minwon_staff={seat.cookie}\r\n\r\n"
    writer.write(asked.encode())
    event = b""
    try:
        if b" 200 " not in (status := await reader.readline()):
            raise ConnectionError(status.decode())
        while line := await reader.readline():
            if line.startswith(b": open"):
                told.open += 1
                told.grown.set()
            elif line.startswith(b"event:"):
                event = line[6:].strip()
            elif line.startswith(b"data:"):
                _take(event, line, seat, told)
    finally:
        writer.close()


def _take(event: bytes, line: bytes, seat: Seat, told: Told) -> None:
    now = time.perf_counter()
    if event == b"message" and b"is-citizen" in line:
        told.words.append((now - told.sent[seat.conversation]) * 1000)
    elif event == b"ticket" and (found := _CONVERSATION.search(line)) and (name := found[1].decode()) in told.sent:
        told.queue.append((now - told.sent[name]) * 1000)
    told.grown.set()


async def _speak(url: str, seats: list[Seat], told: Told) -> None:
    """Let one citizen after the other say something, at an even pace, whoever waits for an answer."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as http, asyncio.TaskGroup() as saying:
        begun = time.perf_counter()
        for number in range(WORDS):
            await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
            saying.create_task(_say(http, seats[number % len(seats)], told))


async def _say(http: httpx.AsyncClient, seat: Seat, told: Told) -> None:
    told.sent[seat.conversation] = time.perf_counter()
    body = {"client_id": str(uuid.uuid4()), "text": "등본은 언제 나오나요?"}
    path, bearer = f"/api/conversations/{seat.conversation}/messages", {"Authorization": f"Bearer {seat.token}"}
    (await http.post(path, json=body, headers=bearer)).raise_for_status()


async def _until(told: Told, true: Callable[[], bool]) -> None:
    """Wait until it is true; the caller sets the limit."""
    while not true():
        told.grown.clear()
        await told.grown.wait()
