"""Deletes on time what must not be kept: papers after their ninety days, and receivers' copies of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from documents.service.clock import Clock
from wallet_bridge.wallet.holdings import Holdings

EVERY_SECONDS = 3600.0
_log = structlog.get_logger(__name__)


@asynccontextmanager
async def housekeeping(holdings: Holdings, clock: Clock, every: float = EVERY_SECONDS) -> AsyncIterator[None]:
    """Clean at once and then ``every`` so many seconds, for as long as the context lasts."""
    over = asyncio.Event()
    task = asyncio.create_task(_keep_house(holdings, clock, every, over))
    try:
        yield
    finally:
        over.set()
        await task


async def _keep_house(holdings: Holdings, clock: Clock, every: float, over: asyncio.Event) -> None:
    while not over.is_set():
        try:
            gone = await run_in_threadpool(holdings.delete_expired, clock())
            _log.info("papers_expired", count=gone)
        except SQLAlchemyError as error:
            _log.warning("housekeeping_failed", reason=type(error).__name__)  # the next round does it
        try:
            await asyncio.wait_for(over.wait(), every)
        except TimeoutError:
            continue
