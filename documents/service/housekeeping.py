"""Work that comes round: done at start and then every so often, as long as the process lives."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import structlog

from documents.domain.errors import MinwonError

_log = structlog.get_logger(__name__)


async def every(period: timedelta, work: Callable[[], object], name: str) -> NoReturn:
    """Call ``work`` in a thread, now and every ``period``. What goes wrong is an alarm; the next round tries again."""
    while True:
        try:
            await asyncio.to_thread(work)
        except MinwonError as error:
            _log.error("alarm", code=error.code, work=name)
        except Exception as error:  # noqa: BLE001 - the edge of the task: a dead round would be a silent stop
            _log.critical("alarm", code="round_error", kind=type(error).__name__, work=name)
        await asyncio.sleep(period.total_seconds())
