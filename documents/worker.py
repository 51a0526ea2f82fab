"""Threads that finish promises: woken when there is one, looking by themselves now and then, stopping cleanly."""

import os
import secrets
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

import structlog

from documents.domain.errors import MinwonError
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Claim

_log = structlog.get_logger(__name__)


class Work(Protocol):
    def work(self, claim: Claim, stopping: Callable[[], bool]) -> None: ...


class Worker:
    """Claims promises and has them worked on. Several workers, in this process or others, share one ledger.

    A keeper thread renews the leases of what is in hand, so that a slow wallet does not make colleagues take over; a
    process that is stopped or dead renews nothing and is taken over after one lease.
    """

    def __init__(
        self, ledger: Ledger, issuing: Work, *, threads: int = 2, poll: float = 0.5, name: str | None = None
    ) -> None:
        """Take the number of threads, and the seconds between looks when nobody wakes the worker."""
        self._ledger, self._issuing, self._poll = ledger, issuing, poll
        self._name = name or f"{os.getpid()}-{secrets.token_hex(3)}"
        self._wake = threading.Condition()
        self._calls = 0
        self._stopping = threading.Event()
        self._in_hand: dict[int, Claim] = {}
        loops = [(f"issuing-{n}", self._loop) for n in range(threads)] + [("issuing-keeper", self._keep)]
        self._threads = [threading.Thread(target=loop, name=name, daemon=True) for name, loop in loops]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def notify(self) -> None:
        """Say that there may be something to do. From any thread, returns at once."""
        with self._wake:
            self._calls += 1
            self._wake.notify_all()

    def stop(self, timeout: float = 10.0) -> bool:
        """Stop claiming, finish the steps in hand, give the rest back. Tell whether all threads ended in time."""
        self._stopping.set()
        self.notify()
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def alive(self) -> bool:
        """Tell whether every thread runs: for ``/health``."""
        return all(thread.is_alive() for thread in self._threads)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _loop(self) -> None:
        while not self._stopping.is_set():
            heard = self._calls
            if not self._once():
                self._rest(heard)

    def _once(self) -> bool:
        """Work on one promise. Tell whether there was one."""
        me = threading.get_ident()
        try:
            claim = self._ledger.claim(self._name)
            if claim is None:
                return False
            self._in_hand[me] = claim
            self._issuing.work(claim, self._stopping.is_set)
        except MinwonError as error:  # the ledger does not answer: the lease runs out, and somebody goes on
            _log.error("alarm", code=error.code, worker=self._name)
            return False
        except Exception as error:  # noqa: BLE001 - the edge of the thread: a dead loop would be a silent stop
            _log.critical("alarm", code="worker_error", kind=type(error).__name__, worker=self._name)
            return False
        finally:
            self._in_hand.pop(me, None)
        return True

    def _rest(self, heard: int) -> None:
        with self._wake:
            self._wake.wait_for(lambda: self._calls != heard or self._stopping.is_set(), self._poll)

    def _keep(self) -> None:
        while not self._stopping.wait(self._ledger.office.lease / 3) or self._in_hand:
            for claim in list(self._in_hand.values()):
                self._renew(claim)
            if self._stopping.is_set():
                time.sleep(self._ledger.office.lease / 30)

    def _renew(self, claim: Claim) -> None:
        try:
            self._ledger.renew(claim)
        except MinwonError as error:
            _log.warning("lease_not_renewed", code=error.code, worker=self._name)
