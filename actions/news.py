"""Send the office's news to the channels: at least once, in order within a conversation, until they are taken."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import httpx
import structlog

from documents.domain.events import OfficeEvent
from documents.service.clock import Clock, utc_now

_log = structlog.get_logger(__name__)
_BATCH = 100
_POLL_SECONDS = 1.0
_TIMEOUT = httpx.Timeout(5.0)


class EventOutbox(Protocol):
    """The ledger's outbox of news."""

    def pending(self, limit: int) -> Sequence[OfficeEvent]: ...
    def delivered(self, identity: str, at: datetime) -> None: ...
    def failed(self, identity: str) -> None: ...
    def drop(self, identity: str, code: str, at: datetime) -> None: ...


class NewsSender:
    """A background task; ``wake`` from any thread says that there may be something to send."""

    def __init__(
        self, outbox: EventOutbox, client: httpx.AsyncClient, counter_url: str, clock: Clock = utc_now
    ) -> None:
        self._outbox, self._client, self._url, self._clock = outbox, client, counter_url, clock
        self._wanted = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        self._loop.call_soon_threadsafe(self._wanted.set)

    async def run(self) -> None:
        while True:
            self._wanted.clear()
            events = await asyncio.to_thread(self._outbox.pending, _BATCH)
            await asyncio.gather(*(self._send_in_order(each) for each in _by_conversation(events)))
            if not events:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wanted.wait(), _POLL_SECONDS)

    async def _send_in_order(self, events: Sequence[OfficeEvent]) -> None:
        for event in events:
            if not await self._send(event):
                return

    async def _send(self, event: OfficeEvent) -> bool:
        status = await self._post(event)
        if status == httpx.codes.ACCEPTED:
            await asyncio.to_thread(self._outbox.delivered, event.id, self._clock())
        elif status == httpx.codes.NOT_FOUND:
            _log.error("news_for_nobody", event_type=event.type)
            await asyncio.to_thread(self._outbox.drop, event.id, "no_conversation", self._clock())
        else:
            _log.warning("news_not_taken", event_type=event.type, status=status)
            await asyncio.to_thread(self._outbox.failed, event.id)
            return False
        return True

    async def _post(self, event: OfficeEvent) -> int | str:
        """Give the status code, or the name of what went wrong on the way."""
        body = {"id": event.id, "type": event.type, "body": event.body, "at": event.at.isoformat()}
        url = f"{self._url}/internal/conversations/{event.conversation}/events"
        try:
            return (await self._client.post(url, json=body, timeout=_TIMEOUT)).status_code
        except httpx.HTTPError as error:
            return type(error).__name__


def _by_conversation(events: Iterable[OfficeEvent]) -> list[list[OfficeEvent]]:
    grouped: dict[str, list[OfficeEvent]] = {}
    for event in events:
        grouped.setdefault(event.conversation, []).append(event)
    return list(grouped.values())
