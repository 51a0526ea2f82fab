"""The room of complaints put together: `open_cases` builds it, ``async with`` starts and stops it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.cases.board import Board
from channels.cases.books import Books
from channels.cases.clock import OfficeHours
from channels.cases.complaint import Contact
from channels.cases.desk import CasesDesk
from channels.cases.downtime import BEAT
from channels.cases.kinds import read_kinds
from channels.cases.notices import Outbox, Say, Waiting
from channels.cases.places import read_places
from channels.cases.practice import PracticeHandler
from channels.cases.retention import Retention, Terms
from channels.cases.routing import read_routing
from channels.cases.seals import open_seals
from channels.cases.settings import CasesSettings
from channels.cases.showing import Showing
from channels.cases.words import Words, read_words
from documents.domain.errors import Unavailable
from documents.service import health
from documents.service.clock import Clock, utc_now
from documents.service.database import migrate, open_engine
from documents.service.housekeeping import every

MIGRATIONS = Path(__file__).with_name("migrations")
Tell = Callable[[str, str, Mapping[str, Any]], Awaitable[object]]
"""Puts an external intent into a conversation's inbox: conversation, name (``EXTERNAL_…``), entities."""
Given = Callable[[str], Awaitable[object]]
"""Shows in a conversation that its citizen has said how to be reached."""
_SWEEP = timedelta(hours=1)
_RETRY_SECONDS = 5.0
_log = structlog.get_logger(__name__)


class Cases:
    """``desk`` does the work, ``board`` is the staff's port, ``showing`` and ``words`` give shapes and sentences."""

    def __init__(
        self, settings: CasesSettings, books: Books, words: Words, say: Say, tell: Tell, *, given: Given
    ) -> None:
        self._settings, self._books, self.words = settings, books, words
        self.desk, self.showing, self.tell = CasesDesk(books), Showing(books.kinds, words), tell
        self.contact_given = given
        self.board = Board(self.desk, self.showing, books.clock)
        self.probe = health.database(books.engine)
        self._outbox = Outbox(books, say, self.showing.draft)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(migrate, self._books.engine, MIGRATIONS)
        async with AsyncExitStack() as stack:
            stack.callback(self._books.engine.dispose)
            stack.callback(self.desk.close)
            for chore in self._chores():
                stack.push_async_callback(_stop, asyncio.create_task(chore))
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def take_callback(self, conversation: str, key: str, topic: str) -> str:
        """Take a call-back case and give its number: the same ``key`` twice is one. Raise Unavailable."""
        try:
            case, _ = await self.desk.write(self.desk.filing.call_back, conversation, key, topic)
        except SQLAlchemyError as error:
            raise Unavailable("cases_down") from error
        return str(case.number)

    async def reachable(self, conversation: str) -> bool:
        """Say whether it is known where to call. Raise Unavailable."""
        try:
            return await self.desk.read(self.desk.contacts.known, conversation)
        except SQLAlchemyError as error:
            raise Unavailable("cases_down") from error

    async def note_typed(self, conversation: str, verification: str, contact: Contact) -> None:
        """Keep what was typed into the identity panel until ``verification`` proves it. Never raises.

        Without it a complaint is answered in the conversation.
        """
        await self._note(self.desk.contacts.typed, conversation, verification, contact)

    async def note_asked_again(self, conversation: str, verification: str) -> None:
        """Note that the phone was asked anew, under ``verification``. Never raises."""
        await self._note(self.desk.contacts.asked_again, conversation, verification)

    async def _note(self, work: Callable[..., None], *args: Any) -> None:
        try:
            await self.desk.write(work, *args)
        except SQLAlchemyError as error:
            _log.error("contact_not_noted", kind=type(error).__name__)

    async def deliver(self) -> None:
        """Say every notice that waits, in order. What cannot be said now is tried again, and holds up its own only."""
        stuck: set[str] = set()
        for waiting in await self.desk.read(self._outbox.waiting):
            conversation = waiting.complaint.conversation
            if conversation not in stuck and not await self._deliver(waiting):
                stuck.add(conversation)

    async def _deliver(self, waiting: Waiting) -> bool:
        try:
            await self._outbox.deliver(waiting)
        except SQLAlchemyError as error:
            _log.error("alarm", code="notice_waits", kind=type(error).__name__)
            return False
        await self.desk.write(self._outbox.done, waiting)
        return True

    def _chores(self) -> list[Coroutine[Any, Any, NoReturn]]:
        settings, desk = self._settings, self.desk
        terms = Terms(
            timedelta(days=settings.cases_files_days),
            timedelta(days=settings.cases_texts_days),
            timedelta(days=settings.cases_draft_days),
        )
        chores = [
            self._deliver_on(),
            every(BEAT, desk.chore(desk.downtime.beat), "complaints_pulse"),
            every(_SWEEP, desk.chore(Retention(self._books, terms).sweep), "complaints_retention"),
        ]
        if settings.cases_practice_seconds:
            handler = PracticeHandler(desk.reading, desk.progress, self.words.practice.answer)
            period = timedelta(seconds=settings.cases_practice_seconds)
            chores.append(every(period, desk.chore(handler.work), "complaints_practice"))
        return chores

    async def _deliver_on(self) -> NoReturn:
        while True:
            self.desk.written.clear()
            try:
                await self.deliver()
            except Exception as error:  # noqa: BLE001 - the edge of the task: a dead round would be a silent stop
                _log.critical("alarm", code="notices_error", kind=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(_RETRY_SECONDS):  # wait_for of 3.11 may swallow a cancellation
                    await self.desk.written.wait()


async def _unseen(_conversation: str) -> None:
    """Show nothing: where no page asks for a contact."""


def open_cases(
    settings: CasesSettings, say: Say, tell: Tell, clock: Clock = utc_now, *, given: Given = _unseen
) -> Cases:
    """Build the room over its own database. ``say``, ``tell`` and ``given`` are those of the conversations' desk."""
    kinds, words = read_kinds(), read_words()
    books = Books(
        engine=open_engine(settings.cases_url),
        clock=clock,
        seals=open_seals(settings.keys),
        hours=OfficeHours(settings.cases_closed_days),
        kinds=kinds,
        places=read_places(),
        routing=read_routing(),
        phone=settings.cases_phone,
    )
    return Cases(settings, books, words, say, tell, given=given)


async def _stop(task: asyncio.Task[NoReturn]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
