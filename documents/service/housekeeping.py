"""Work that comes round: done at start and then every so often, as long as the process lives."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import structlog

from documents.domain.errors import MinwonError

_log = structlog.get_logger(__name__)


async def every(period: timedelta, work: Callable[[], object], name: str) -> NoReturn:
    """Call ``work`` in a thread, now and every ``period``. A MinwonError is an alarm; the next round tries again."""
    while True:
        try:
            await asyncio.to_thread(work)
        except MinwonError as error:
            _log.error("alarm", code=error.code, work=name)
        await asyncio.sleep(period.total_seconds())
