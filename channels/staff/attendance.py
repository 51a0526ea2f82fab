"""Open consoles say again and again that somebody is there; a hundred of them are one transaction a second."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.conversation.people import People

_GATHERED = 1.0
"""Seconds. Claims lapse after sixty: a second later nobody notices."""
_log = structlog.get_logger(__name__)


class Attendance:
    def __init__(self, people: People) -> None:
        self._people = people
        self._there: dict[str, int] = {}
        self._task: asyncio.Task[None] | None = None

    def seen(self, agent: str, capacity: int) -> None:
        """Note within a second that ``agent`` is there and takes up to ``capacity`` conversations."""
        self._there[agent] = capacity
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._gather())

    async def close(self) -> None:
        """Write what was gathered."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._write()

    async def _gather(self) -> None:
        await asyncio.sleep(_GATHERED)
        while self._there:
            await self._write()

    async def _write(self) -> None:
        there, self._there = self._there, {}
        if not there:
            return
        try:
            await self._people.all_present(there)
        except SQLAlchemyError as error:
            _log.error("attendance_not_noted", reason=type(error).__name__)  # the next signs come in seconds
