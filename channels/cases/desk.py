"""Complaints for the event loop: work runs in threads, and what was written wakes the outbox."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import IntegrityError

from channels.cases.books import Books
from channels.cases.contacts import Contacts
from channels.cases.downtime import Downtime
from channels.cases.drafts import Drafts
from channels.cases.files import Files
from channels.cases.filing import Filing
from channels.cases.progress import Progress
from channels.cases.reading import Reading

_P = ParamSpec("_P")
_T = TypeVar("_T")
_TRIES = 5
_POSTGRESQL_THREADS = 8


class CasesDesk:
    """SQLite has one writer, so writing runs in one thread there. ``checkers`` bound how many uploads are judged."""

    def __init__(self, books: Books, checkers: int = 2) -> None:
        self.drafts, self.filing, self.files = Drafts(books), Filing(books), Files(books)
        self.contacts = Contacts(books)
        self.progress, self.reading, self.downtime = Progress(books), Reading(books), Downtime(books)
        self.phone = books.phone
        self.written = asyncio.Event()
        sole = books.engine.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1 if sole else _POSTGRESQL_THREADS, thread_name_prefix="cases-write")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="cases-read")
        self._checkers = ThreadPoolExecutor(checkers, thread_name_prefix="cases-check")

    async def write(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do ``work``, which is one transaction, even when the one who asked is gone by then."""
        done = asyncio.get_running_loop().run_in_executor(self._writers, _again, lambda: work(*args, **kwargs))
        try:
            return await asyncio.shield(done)
        finally:
            self.written.set()

    async def read(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, lambda: work(*args, **kwargs))

    async def judge(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do ``work`` that burns time and memory, a few at once."""
        return await asyncio.get_running_loop().run_in_executor(self._checkers, lambda: work(*args, **kwargs))

    def chore(self, work: Callable[[], None]) -> Callable[[], None]:
        """Make ``work`` one that waits for its turn among the writers: closing waits for it."""
        return lambda: self._writers.submit(_again, work).result()

    def close(self) -> None:
        for pool in (self._checkers, self._writers, self._readers):
            pool.shutdown()


def _again(work: Callable[[], _T]) -> _T:
    """Do ``work`` again when two met: a number drawn twice, two first drafts of one conversation."""
    for _ in range(_TRIES - 1):
        try:
            return work()
        except IntegrityError:
            continue
    return work()
