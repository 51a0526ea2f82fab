"""Patience with Telegram: wait as long as it wants, else longer each time, and ask the same again. Order is kept."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from itertools import count
from typing import TypeVar

import structlog

from channels.telegram.transport import TransportError

_T = TypeVar("_T")
Sleep = Callable[[float], Awaitable[None]]
_FIRST, _LONGEST, _STEPS = 0.5, 60.0, 8
_log = structlog.get_logger(__name__)


class Steady:
    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep

    async def __call__(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Do ``call`` until it is taken. Raise ``TransportError`` only when it never will be."""
        for tries in count():
            try:
                return await call()
            except TransportError as error:
                if error.permanent:
                    raise
                await self.pause(error, tries)
        raise AssertionError("count() has no end")

    async def pause(self, error: TransportError, tries: int) -> None:
        """Wait before asking again after ``error``."""
        _log.info("telegram_waits", code=error.code, tries=tries)
        await self._sleep(error.after if error.after is not None else _backoff(tries))


def _backoff(tries: int) -> float:
    longest = min(_LONGEST, _FIRST * 2.0 ** min(tries, _STEPS))
    return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, keeps no secret
