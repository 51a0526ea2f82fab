"""Photos that are sent at once come one by one: what is said about them is said once, after the last."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Finish = Callable[[], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]
PAUSE = 1.0
"""Seconds in which the next photo of an album comes. Telegram does not tell which one is the last."""


@dataclass(slots=True)
class _Open:
    album: str
    finish: Finish
    timer: "asyncio.Task[None] | None" = None


class Albums:
    """``finish`` of an open album is done once: after a pause, when something else comes in its chat, or at the end."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep
        self._open: dict[str, _Open] = {}
        self._timers: set[asyncio.Task[None]] = set()

    async def make_way(self, chat: str, album: str = "") -> None:
        """Let what comes next in ``chat`` be of ``album``: another one that is open there is finished first."""
        known = self._open.get(chat)
        if known is None:
            return
        if known.timer is not None:
            known.timer.cancel()
        if known.album != album:
            await self._end(chat)

    def came(self, chat: str, album: str, finish: Finish) -> None:
        """Note that a photo of ``album`` was taken; ``finish`` is what is to be done if it was the last."""
        self._open[chat] = _Open(album, finish)

    def wait_on(self, chat: str) -> None:
        """Wait for one more photo of what is open in ``chat``."""
        if opened := self._open.get(chat):
            opened.timer = asyncio.create_task(self._later(chat))
            self._timers.add(opened.timer)
            opened.timer.add_done_callback(self._timers.discard)

    async def close(self) -> None:
        """Finish what is open."""
        for chat in list(self._open):
            await self.make_way(chat)
        await asyncio.gather(*self._timers, return_exceptions=True)

    async def _later(self, chat: str) -> None:
        await self._sleep(PAUSE)
        await self._end(chat)

    async def _end(self, chat: str) -> None:
        await self._open.pop(chat).finish()
