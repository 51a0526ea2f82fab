"""Clients that lose their line again and again while somebody writes: what each of them heard in the end."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.counter_process import WAIT, Citizen

Message = dict[str, Any]
_MOMENT = 0.01  # seconds after which a line breaks that has nothing to tell: the breaks fall anywhere


@dataclass
class Client:
    """Follows the conversation of ``citizen`` over lines that break: cut, or closed as the protocol wants it."""

    citizen: Citizen
    heard: list[Message] = field(default_factory=list)

    async def reconnect(self, breaks: int) -> None:
        for each in range(breaks):
            line = await self._line()
            with suppress(TimeoutError):
                for _ in range(each % 4):  # sometimes the line breaks before anything came
                    async with asyncio.timeout(_MOMENT):
                        self._take(json.loads(await line.recv()))
            if each % 2:
                line.transport.abort()
            await line.close()

    async def catch_up(self, last: int) -> None:
        """Hear all up to message ``last``."""
        line = await self._line()
        async with asyncio.timeout(WAIT):
            while not self.heard or self.heard[-1]["seq"] < last:
                self._take(json.loads(await line.recv()))
        await line.close()

    def _take(self, frame: Message) -> None:
        if "seq" in frame:
            self.heard.append(frame)

    async def _line(self) -> ClientConnection:
        after = self.heard[-1]["seq"] if self.heard else 0
        address = f"{self.citizen.counter.url.replace('http', 'ws')}{self.citizen.path}/socket?after={after}"
        given = {"Authorization": f"Bearer {self.citizen.token}"}
        return await connect(address, additional_headers=given, proxy=None, compression=None, open_timeout=WAIT)


async def break_lines(citizens: list[Citizen], clients: int, breaks: int, say: Callable[[], None]) -> list[Client]:
    """Let ``clients`` of each citizen reconnect ``breaks`` times while ``say`` goes on; then let them catch up."""
    following = [Client(citizen) for citizen in citizens for _ in range(clients)]
    writing = asyncio.create_task(asyncio.to_thread(say))
    await asyncio.gather(*(client.reconnect(breaks) for client in following))
    await writing
    last = {citizen.id: await asyncio.to_thread(_newest, citizen) for citizen in citizens}
    await asyncio.gather(*(client.catch_up(last[client.citizen.id]) for client in following))
    return following


def _newest(citizen: Citizen) -> int:
    return int(citizen.read()[-1]["seq"])
