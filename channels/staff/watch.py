"""One reader of the house's changes for all open consoles; each console asks for what it has not seen."""

import asyncio
from collections import deque
from itertools import takewhile

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.conversation.handover import Handover
from channels.conversation.people import People

_KEPT = 2000
_ROUND = 20.0
_AGAIN = 1.0
_log = structlog.get_logger(__name__)


class Watch:
    """Begins with the first console. What is older than the changes kept here comes from the store."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._changes: deque[Handover] = deque()
        self._oldest = self._newest = 0
        self._grown = asyncio.Event()
        self._beginning = asyncio.Lock()
        self.ended = False
        """The house closes: open consoles should end, their browsers come again."""
        self._task: asyncio.Task[None] | None = None

    async def after(self, version: int, wait: float) -> list[Handover]:
        """Give the hand-overs changed after ``version``, in order; without any wait up to ``wait`` seconds."""
        await self._begin()
        if version < self._oldest and (missed := await self._people.changes_after(version, 0)):
            return missed
        try:
            async with asyncio.timeout(wait):
                while self._newest <= version and not self.ended:
                    await self._grown.wait()
        except TimeoutError:
            return []
        fresh = list(takewhile(lambda each: each.version > version, reversed(self._changes)))
        return fresh[::-1]

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _begin(self) -> None:
        async with self._beginning:
            if self._task is None:
                self._oldest = self._newest = await self._people.version()
                self._task = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        while not self.ended:
            begun = loop.time()
            try:
                changes = await self._people.changes_after(self._newest, _ROUND)
            except SQLAlchemyError as error:
                _log.error("alarm", code="watch_failed", kind=type(error).__name__)
                await asyncio.sleep(_AGAIN)
                continue
            self.ended = not changes and loop.time() - begun < _ROUND / 2  # no news before its time: the house closes
            self._keep(changes)

    def _keep(self, changes: list[Handover]) -> None:
        for each in changes:
            self._changes.append(each)
            self._newest = max(self._newest, each.version)
        while len(self._changes) > _KEPT:
            self._oldest = self._changes.popleft().version
        if changes or self.ended:
            self._grown.set()
            self._grown = asyncio.Event()
