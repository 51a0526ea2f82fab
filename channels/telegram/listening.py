"""Ask Telegram for updates, again and again. An update is confirmed after it was taken: none is lost, none twice."""

import asyncio
from itertools import groupby

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.telegram.hearing import Ears
from channels.telegram.reading import read
from channels.telegram.steady import Steady
from channels.telegram.transport import Transport, TransportError
from channels.telegram.updates import Heard

_log = structlog.get_logger(__name__)


class Listener:
    def __init__(self, transport: Transport, ears: Ears, seconds: int, steady: Steady) -> None:
        self._transport, self._ears, self._seconds, self._steady = transport, ears, seconds, steady

    async def listen(self) -> None:
        """Listen until cancelled. Raise ``TransportError`` when Telegram does not know us."""
        await self._steady(self._transport.listen_here)
        offset: int | None = None
        while True:
            asked = offset
            updates = await self._steady(lambda asked=asked: self._transport.updates(asked, self._seconds))  # type: ignore[misc]
            heard = [each for update in updates if (each := read(update)) is not None]
            await self._hear(heard)
            offset = updates[-1].update_id + 1 if updates else offset

    async def _hear(self, heard: list[Heard]) -> None:
        """Take what came: chats side by side, each in its order. What fails for want of the database comes again."""
        chats = groupby(sorted(heard, key=lambda each: (each.chat, each.update)), key=lambda each: each.chat)
        tries, waiting = 0, [list(each) for _, each in chats]
        while waiting:
            done = await asyncio.gather(*(self._in_order(each) for each in waiting))
            waiting = [each for each, taken in zip(waiting, done, strict=True) if not taken]
            if waiting:
                await self._steady.pause(TransportError("store", permanent=False), tries := tries + 1)

    async def _in_order(self, heard: list[Heard]) -> bool:
        try:
            for each in heard:
                await self._ears.hear(each)
        except SQLAlchemyError as error:
            _log.error("update_waits", reason=type(error).__name__)
            return False
        return True
