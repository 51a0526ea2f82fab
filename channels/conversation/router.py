"""Deliver the inbox to the dialogue engine: in order and one at a time in a conversation, many conversations at once.

1. Take the oldest row of the conversation.
2. Let the engine hear it. Unreachable: give the row back and try again, for as long as it takes. Broken off or hung:
   likewise, a few times.
3. An empty answer is no answer: while the office (the action server) is down, try again; else once more, then say so.
4. Answer and close the row in one transaction. Whoever restarts goes on at 1.

Meanwhile `patience` tells the citizen that an answer takes longer.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.conversation.answer import Answer
from channels.conversation.broadcast import Broadcaster
from channels.conversation.desk import Desk
from channels.conversation.engine import Engine, EngineDown, EngineFailed
from channels.conversation.idling import SILENCE
from channels.conversation.inbox import BY_CITIZEN, Kind, Row
from channels.conversation.patience import Patience
from channels.conversation.store import Change
from channels.words import Words

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, and how many conversations may be in the engine at once."""

    patience: float = 2.4
    slots: int = 16
    first_backoff: float = 0.1
    longest_backoff: float = 2.0
    most_failures: int = 3
    sweep: float = 2.0


class Router:
    def __init__(
        self,
        *,
        desk: Desk,
        engine: Engine,
        office_up: Callable[[], Awaitable[bool]],
        broadcaster: Broadcaster,
        words: Words,
        pace: Pace,
    ) -> None:
        self._desk, self._engine, self._office_up, self._broadcaster = desk, engine, office_up, broadcaster
        self._words, self._pace = words, pace
        self._patience = Patience(pace.patience, self._reassure)
        self._slots = asyncio.Semaphore(pace.slots)
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._given: dict[str, Row] = {}
        self._rung: set[str] = set()
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self, *, sole: bool) -> None:
        """Go on with what a predecessor left. ``sole``: no other process serves this database, so do it at once."""
        if sole:
            await self._desk.release_all()
        self._desk.on_change = self.on_change
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Stop delivering. What is in flight stays in the inbox."""
        self._patience.stop()
        tasks = [*self._serving.values(), *([self._sweeper] if self._sweeper else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def on_change(self, conversation: str, change: Change) -> None:
        """Hear of a committed change: the router's only input."""
        if change.to_engine:
            if change.seq:
                self._patience.begin(conversation)
            if change.taken is not None:
                self._given[conversation] = change.taken
            self._wake(conversation)

    def _wake(self, conversation: str) -> None:
        self._rung.add(conversation)
        if conversation not in self._serving:
            self._serving[conversation] = asyncio.create_task(self._serve(conversation))

    async def _serve(self, conversation: str) -> None:
        try:
            while conversation in self._rung:
                self._rung.discard(conversation)
                row = self._given.pop(conversation, None) or await self._desk.take(conversation)
                while row is not None:
                    row = await self._handle(row)
            self._patience.end(conversation)
        except SQLAlchemyError as error:  # the sweep comes back to it
            _log.error("inbox_unavailable", conversation=conversation, reason=type(error).__name__)
        finally:
            del self._serving[conversation]

    async def _handle(self, row: Row) -> Row | None:
        """Deliver ``row`` and give the next one that this process holds."""
        if row.kind is Kind.CARD:
            return (await self._desk.finish(row, Answer())).taken
        if row.kind in BY_CITIZEN:
            self._broadcaster.pass_on(row.conversation, {"type": "typing", "from": "bot"})
        try:
            async with self._slots:
                answer = await self._engine.deliver(row)
        except EngineDown:
            return await self._again(row, failed=False)
        except EngineFailed:
            return await self._failed(row)
        return await (self._finish(row, answer) if answer or _may_be_quiet(row) else self._unanswered(row))

    async def _finish(self, row: Row, answer: Answer) -> Row | None:
        change = await self._desk.finish(row, answer)
        self._patience.spoke(row.conversation)
        return change.taken

    async def _failed(self, row: Row) -> Row | None:
        if row.failures + 1 < self._pace.most_failures:
            return await self._again(row, failed=True)
        _log.error("engine_gave_no_answer", conversation=row.conversation, inbox=row.id, kind=row.kind.value)
        words = self._words.no_answer if row.kind in BY_CITIZEN else self._words.news_failed
        return await self._finish(row, Answer([words.draft()]))

    async def _unanswered(self, row: Row) -> Row | None:
        if not await self._office_up():
            return await self._again(row, failed=False)
        if row.failures == 0:
            return await self._again(row, failed=True)
        _log.warning("engine_answered_nothing", conversation=row.conversation, inbox=row.id, kind=row.kind.value)
        return await self._finish(row, Answer([self._words.no_answer.draft()] if row.kind in BY_CITIZEN else []))

    async def _again(self, row: Row, *, failed: bool) -> Row | None:
        """Put ``row`` back, wait longer each time, and take what is first in line then."""
        if not failed:
            self._patience.trouble(row.conversation)
        await self._desk.give_back(row, failed=failed)
        steps = min(row.attempts - 1, 10)
        longest = min(self._pace.longest_backoff, self._pace.first_backoff * 2**steps)
        await asyncio.sleep(longest * random.uniform(0.5, 1))  # noqa: S311 - spreads load, keeps no secret
        return await self._desk.take(row.conversation)

    async def _reassure(self, conversation: str, engine_down: bool) -> None:  # noqa: FBT001 - called by position
        sentence = self._words.down if engine_down else self._words.slow
        try:
            await self._desk.reassure(conversation, sentence.draft())
        except SQLAlchemyError as error:
            _log.error("reassurance_failed", conversation=conversation, reason=type(error).__name__)

    async def _sweep(self) -> None:
        """Find rows that nobody holds: left by a dead process, or by an error of the database."""
        while True:
            try:
                for conversation, citizen_waits in await self._desk.open_conversations():
                    if conversation not in self._serving:
                        if citizen_waits:
                            self._patience.begin(conversation)
                        self._wake(conversation)
            except SQLAlchemyError as error:
                _log.error("sweep_failed", reason=type(error).__name__)
            await asyncio.sleep(self._pace.sweep)


def _may_be_quiet(row: Row) -> bool:
    """Say whether no answer is one: of a silence the engine speaks only where it left a question open."""
    return row.kind is Kind.EVENT and row.body["name"] == SILENCE
