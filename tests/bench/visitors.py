"""The hall full: 3,000 sockets that only listen and 300 visitors who walk, at the real counter process."""

import asyncio
import json
import math
import resource
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
from websockets.asyncio.client import ClientConnection, connect

from tests.bench.figures import Figure, figure
from tests.counter_process import Counter, counter_beside_fakes

IDLE, MOVING, SECONDS, STEPS_A_SECOND, AT_ONCE = 3000, 300, 20, 5, 40
_FILES = 16_384
_MB = 1 << 20
_LINE = 40
_PACE = {"MINWON_ROUNDS_EVERY": "2"}  # as in a real house, not as in the tests


def measure() -> list[Figure]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, _FILES)), hard))  # the counter inherits it
    with tempfile.TemporaryDirectory() as folder, counter_beside_fakes(Path(folder), **_PACE) as counter:
        return asyncio.run(_fill(counter))


async def _fill(counter: Counter) -> list[Figure]:
    assert counter.process
    watched = _Watch(psutil.Process(counter.process.pid))
    async with _sockets(counter) as opened:
        empty = watched.memory()
        await opened(IDLE)
        idle = watched.memory()
        used = await watched.cpu(asyncio.sleep(SECONDS))
        sockets, steps = await opened(MOVING), dict[int, float]()
        walkers = [_Walker(place, socket, steps) for place, socket in enumerate(sockets)]
        walking = await watched.cpu(_walk(walkers))
        full = watched.memory()
        told, size = sum(each.frames for each in walkers), sum(each.size for each in walkers)
        lags = [lag for each in walkers for lag in each.lags]
    note = f"{IDLE} idle sockets and {MOVING} visitors who move {STEPS_A_SECOND} times a second"
    return [
        Figure("counter before the sockets", empty, None, "MB"),
        Figure(
            "counter with idle sockets", idle, None, "MB", f"{IDLE} sockets, {1024 * (idle - empty) / IDLE:.0f} KB each"
        ),
        Figure("idle sockets", used, None, "% of a core"),
        Figure("visitors moving", walking, None, "% of a core", note),
        Figure("counter with visitors", full, None, "MB", note),
        Figure(
            "presence frames to one visitor", told / MOVING / SECONDS, None, "a second", f"{size / told:.0f} bytes each"
        ),
        figure("a step until another page is told", lags, "ms", "a tick is 200 ms"),
    ]


@dataclass
class _Watch:
    process: psutil.Process

    def memory(self) -> float:
        return float(self.process.memory_info().rss) / _MB

    async def cpu(self, work: Any) -> float:
        """Give the share of one core that the counter used while ``work`` lasted, in percent."""
        before, begun = self._used(), time.perf_counter()
        await work
        return 100 * (self._used() - before) / (time.perf_counter() - begun)

    def _used(self) -> float:
        times = self.process.cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def _sockets(counter: Counter) -> AsyncIterator[Any]:
    """Give a function that opens so many sockets, each of a conversation of its own."""
    turn = asyncio.Semaphore(AT_ONCE)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=counter.url, timeout=120, trust_env=False))

        async def open_one() -> ClientConnection:
            async with turn:
                begun = (await http.post("/api/conversations", json={"channel": "web"})).raise_for_status().json()
                address = f"{counter.url.replace('http', 'ws')}/api/conversations/{begun['id']}/socket?after=1"
                headers = {"Authorization": f"Bearer {begun['token']}"}
                socket = await connect(
                    address, additional_headers=headers, proxy=None, ping_interval=None, open_timeout=120
                )
            stack.push_async_callback(socket.close)
            return socket

        async def opened(count: int) -> list[ClientConnection]:
            return list(await asyncio.gather(*(open_one() for _ in range(count))))

        yield opened


@dataclass
class _Walker:
    """Walker 1 keeps near walker 0, on a line of its own, to see how long its steps take to be told."""

    place: int
    socket: ClientConnection
    told: dict[int, float]
    frames: int = 0
    size: int = 0
    lags: list[float] = field(default_factory=list)

    async def walk(self) -> None:
        for step in range(SECONDS * STEPS_A_SECOND):
            begun = time.perf_counter()
            x, z = self._spot(step)
            if z == _LINE:
                self.told[x] = begun
            await self.socket.send(json.dumps({"type": "presence", "spot": [x, z], "sits": False}))
            await asyncio.sleep(max(0.0, 1 / STEPS_A_SECOND - (time.perf_counter() - begun)))

    async def listen(self) -> None:
        async for raw in self.socket:
            frame = json.loads(raw)
            if frame.get("type") != "presence":
                continue
            self.frames += 1
            self.size += len(raw)
            if self.place == 0:
                now = time.perf_counter()
                self.lags += [1000 * (now - self.told[x]) for _, x, z, _ in frame["others"] if z == _LINE]

    def _spot(self, step: int) -> tuple[int, int]:
        if self.place < 2:
            return (step % 7 - 3, _LINE) if self.place else (0, 0)
        return round(100 * math.sin(self.place + step / 15)), (self.place * 7 + step) % _LINE


async def _walk(walkers: list[_Walker]) -> None:
    listening = [asyncio.create_task(each.listen()) for each in walkers]
    await asyncio.gather(*(each.walk() for each in walkers))
    for each in listening:
        each.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
