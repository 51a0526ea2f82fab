"""Runs pyHanko's coroutines to their end for a caller that is not a coroutine."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def finish(work: Coroutine[Any, Any, Result]) -> Result:
    """Give the result of ``work``. In a thread whose event loop is running, a thread of its own does it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="seal") as aside:
        return aside.submit(asyncio.run, work).result()
