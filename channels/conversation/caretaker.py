"""What time alone brings about, by one task over the database: nothing is lost when the process is restarted.

1. A citizen is silent with the bot: the engine is told once, later the citizen is warned, then the conversation closed.
2. The agent of a conversation is gone: it goes back to the queue.
3. The queue has moved: whoever waits is shown the new place.
4. A call-back was promised: its number is fetched from the cases' room and told.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Self, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.conversation import callings, idling, inbox, presence, records, tickets
from channels.conversation.callings import Calling, Cases
from channels.conversation.cards import requested
from channels.conversation.desk import Desk
from channels.conversation.idling import SILENCE, Step
from channels.conversation.inbox import Kind
from channels.conversation.message import Draft, Speaker, State
from channels.conversation.serving import Serving
from channels.conversation.store import Change, Store, external, set_state
from channels.words import IdleWords
from documents.domain.errors import Unavailable

_T = TypeVar("_T")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Seconds of silence after which each step is taken, and between two rounds."""

    silence: float = 300
    warning: float = 1800
    closing: float = 2400
    every: float = 2.0

    def after(self, step: Step) -> timedelta:
        """Give how long a conversation stands at ``step``."""
        waits = {
            Step.HERE: self.silence,
            Step.SILENT: self.warning - self.silence,
            Step.WARNED: self.closing - self.warning,
        }
        return timedelta(seconds=waits[step])


class Caretaker:
    """Walks while entered: ``async with caretaker``."""

    def __init__(
        self, *, desk: Desk, store: Store, serving: Serving, cases: Cases, words: IdleWords, patterns: Patterns
    ) -> None:
        self._desk, self._store, self._serving, self._cases = desk, store, serving, cases
        self._words, self._patterns = words, patterns
        self._walk: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._walk = asyncio.create_task(self._rounds())
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._walk is not None:
            self._walk.cancel()
            with suppress(asyncio.CancelledError):
                await self._walk

    async def _rounds(self) -> None:
        while True:
            try:
                await self.round()
            except SQLAlchemyError as error:
                _log.error("round_failed", reason=type(error).__name__)
            await asyncio.sleep(self._patterns.every)

    async def round(self) -> None:
        for step in (Step.WARNED, Step.SILENT, Step.HERE):
            after = self._patterns.after(step)
            for conversation in await self._list(partial(idling.due, step=step, now=self._store.clock(), after=after)):
                await self._desk.change(conversation, partial(self._idle, conversation, step))
        for conversation in await self._list(partial(presence.lapsed, now=self._store.clock())):
            await self._desk.change(conversation, partial(self._serving.lapse, conversation))
        for conversation in await self._list(partial(tickets.moved, now=self._store.clock())):
            await self._desk.change(conversation, partial(self._serving.tell_place, conversation))
        for calling in await self._list(callings.waiting):
            await self._take_up(calling)

    def _idle(self, conversation: str, step: Step) -> Change:
        now = self._store.clock()
        with self._store.held(conversation) as (connection, held):
            if not idling.advance(connection, conversation, step, now, self._patterns.after(step)):
                return Change()
            if step is Step.HERE:
                inbox.put(connection, conversation, Kind.EVENT, external(SILENCE, {}))
                return Change(to_engine=True)
            words = self._words.warned if step is Step.SILENT else self._words.closed
            at = tickets.text_of(now)
            added = records.append(connection, conversation, held.last_seq, [words.draft()], at)
            if step is Step.SILENT:
                return Change(added)
            set_state(connection, conversation, State.CLOSED)
            return Change(added, state=State.CLOSED)

    async def _take_up(self, calling: Calling) -> None:
        try:
            number = await self._cases.take_callback(calling.conversation, calling.key, calling.topic)
            known = await self._cases.reachable(calling.conversation)
        except Unavailable as error:
            _log.warning("callback_waits", conversation=calling.conversation, code=error.code)
            return
        await self._desk.change(calling.conversation, partial(self._tell_number, calling, number, known))

    def _tell_number(self, calling: Calling, number: str, known: bool) -> Change:  # noqa: FBT001 - bound by `partial`
        """Tell the number, and ask where to call unless that is ``known``."""
        words = self._store.reception.words
        card = None if known else requested(number, words.callback_contact)
        with self._store.held(calling.conversation) as (connection, held):
            if not callings.fill(connection, calling, number):
                return Change()
            at = tickets.text_of(self._store.clock())
            said = [Draft(Speaker.SYSTEM, words.callback.format(number=number), card=card)]
            return Change(records.append(connection, calling.conversation, held.last_seq, said, at))

    async def _list(self, read: Callable[[sa.Connection], list[_T]]) -> list[_T]:
        def work() -> list[_T]:
            with self._store.transaction() as connection:
                return read(connection)

        return await self._desk.write(work)
