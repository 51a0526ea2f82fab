"""Look at the phones that were asked, until each has answered. Survives restarts: what waits is in the database."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Row

from actions.identity import store
from actions.identity.answers import Answers
from actions.identity.id_token import IdTokenRejected
from actions.identity.parts import Parts
from actions.identity.provider import Expired, IdentityUnavailable, Status
from documents.domain.errors import MinwonError
from documents.ledger.transactions import run
from documents.vault import Sealed

AGAIN_SECONDS = 2.0
"""Until the next look after the provider could not answer."""
LONGEST_PAUSE = 5.0
SHORTEST_PAUSE = 0.05
T = TypeVar("T")
_log = structlog.get_logger(__name__)


class Poller:
    """Run ``run()`` as a task of the process that asked. ``wake`` makes it look at once."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._answers = parts, Answers(parts)
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Look and wait, until cancelled. A database or provider that fails is tried again."""
        while True:
            self._woken.clear()
            try:
                pause = await self.look()
            except MinwonError as error:
                _log.warning("identity_poll_failed", code=error.code)
                pause = AGAIN_SECONDS
            except Exception:  # noqa: BLE001 - the edge of this task: one broken look must not end all later ones
                _log.exception("identity_poll_crashed")
                pause = LONGEST_PAUSE
            await self._rest(pause)

    async def look(self) -> float:
        """Ask about every verification that is due, once. Give the seconds until the next is due."""
        await asyncio.to_thread(self._answers.sweep)
        due = await self._in_transaction(self._claim_due)
        await asyncio.gather(*(self._ask(row, request_id) for row, request_id in due))
        return await self._in_transaction(self._until_next)

    async def _ask(self, row: Row[Any], request_id: str | None) -> None:
        provider = self._parts.providers.get(row.provider)
        if provider is None or request_id is None:
            _log.error("identity_request_lost", verification=row.id, provider_known=provider is not None)
            await asyncio.to_thread(self._answers.settle, row.id, Expired())
            return
        try:
            status: Status = await provider.status(request_id)
        except IdentityUnavailable:
            await self._in_transaction(lambda connection: self._again(connection, row))
            return
        except IdTokenRejected as error:
            _log.error("identity_answer_rejected", code=error.code, verification=row.id)
            status = Expired()
        await asyncio.to_thread(self._answers.settle, row.id, status)

    def _claim_due(self, connection: Connection) -> list[tuple[Row[Any], str | None]]:
        now = self._parts.clock()
        due = [row for row in store.pending(connection) if row.next_poll_at <= now]
        mine = [row for row in due if store.claim_poll(connection, row, now)]
        return [(row, self._request_id(connection, row)) for row in mine]

    def _request_id(self, connection: Connection, row: Row[Any]) -> str | None:
        try:
            return self._parts.sealing.open_request(connection, row)
        except Sealed:
            return None

    def _again(self, connection: Connection, row: Row[Any]) -> None:
        at = self._parts.clock() + timedelta(seconds=max(row.interval, AGAIN_SECONDS))
        store.set_next_poll(connection, row.id, at, row.interval)

    def _until_next(self, connection: Connection) -> float:
        now = self._parts.clock()
        pauses = [(row.next_poll_at - now).total_seconds() for row in store.pending(connection)]
        return float(max(SHORTEST_PAUSE, min([LONGEST_PAUSE, *pauses])))

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return

    async def _in_transaction(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(run, self._parts.engine, work)
