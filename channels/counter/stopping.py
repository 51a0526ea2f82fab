"""Long polls and sockets must answer when the process is told to end: the server would wait for them otherwise."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def told_to_stop(tell: Callable[[], None]) -> Iterator[None]:
    """Call ``tell`` in the event loop at SIGTERM or SIGINT, before the server's own handler runs."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread only: a test runs the server in another one
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(tell)
        earlier = before[signal.Signals(number)]
        if callable(earlier):
            earlier(number, frame)

    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
