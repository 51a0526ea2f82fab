"""The citizen hears something within three seconds: who waits in which conversation, and since when nobody spoke."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Reassure = Callable[[str, bool], Awaitable[None]]


@dataclass(slots=True)
class _Wait:
    timer: asyncio.TimerHandle
    engine_down: bool = False


class Patience:
    """Call ``reassure(conversation, engine_down)`` when nothing was said for ``seconds`` while a citizen waits.

    Once a silence only: the next time after the citizen or the bot has spoken again.
    """

    def __init__(self, seconds: float, reassure: Reassure) -> None:
        self._seconds, self._reassure = seconds, reassure
        self._waits: dict[str, _Wait] = {}
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, conversation: str) -> None:
        """Note that a citizen waits for an answer from now on, or goes on waiting."""
        known = self._waits.get(conversation)
        if known is None or known.timer.when() <= asyncio.get_running_loop().time():
            self._arm(conversation, engine_down=known.engine_down if known else False)

    def spoke(self, conversation: str) -> None:
        """Note that something was answered: whoever still waits waits anew."""
        known = self._waits.get(conversation)
        if known is not None:
            known.timer.cancel()
            self._arm(conversation, engine_down=False)

    def trouble(self, conversation: str) -> None:
        """Note that the engine cannot be reached: the words will say so."""
        if conversation in self._waits:
            self._waits[conversation].engine_down = True

    def end(self, conversation: str) -> None:
        """Note that nobody waits any more."""
        known = self._waits.pop(conversation, None)
        if known is not None:
            known.timer.cancel()

    def stop(self) -> None:
        for conversation in list(self._waits):
            self.end(conversation)
        for task in self._running:
            task.cancel()

    def _arm(self, conversation: str, *, engine_down: bool) -> None:
        timer = asyncio.get_running_loop().call_later(self._seconds, self._ring, conversation)
        self._waits[conversation] = _Wait(timer, engine_down)

    def _ring(self, conversation: str) -> None:
        task = asyncio.get_running_loop().create_task(
            self._say(conversation, engine_down=self._waits[conversation].engine_down)
        )
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _say(self, conversation: str, *, engine_down: bool) -> None:
        await self._reassure(conversation, engine_down)
