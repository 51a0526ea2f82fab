"""What the routes of the counter share, put together once in `app`."""

from dataclasses import dataclass

from fastapi import Request
from starlette.requests import HTTPConnection

from channels.cases.room import Cases
from channels.conversation.broadcast import Broadcaster
from channels.conversation.desk import Desk
from channels.conversation.entry import Entry
from channels.conversation.message import Speaker
from channels.conversation.store import Opened
from channels.counter.access import Access
from channels.counter.budgets import Budgets, Deed
from channels.counter.office import Office
from channels.counter.settings import CounterSettings
from channels.counter.taste import taste
from channels.counter.visitors import Visitors
from channels.words import Words
from documents.service.problems import Problem


@dataclass(frozen=True)
class Room:
    settings: CounterSettings
    words: Words
    desk: Desk
    entry: Entry
    broadcaster: Broadcaster
    access: Access
    budgets: Budgets
    office: Office
    cases: Cases
    visitors: Visitors

    async def open(self, request: Request, channel: str) -> Opened:
        """Begin a conversation; the greeting is in it before anybody asks the engine."""
        await self.spend(Deed.OPEN, request)
        english = taste(request).language == "en"
        greeting = self.words.greeting_in_english if english else self.words.greeting
        return await self.desk.open(channel, [greeting.draft(Speaker.BOT)])

    async def spend(self, deed: Deed, connection: HTTPConnection, conversation: str | None = None) -> None:
        """Count ``deed``. Raise ``Problem`` 429 when the budget is used up."""
        address = connection.client.host if connection.client else "unknown"
        if not await self.budgets.allows(deed, address, conversation):
            raise self.problem(429, "too_many_requests")

    async def enter(self, connection: HTTPConnection, conversation: str) -> None:
        """Let only the holder of ``conversation`` through. Raise ``Problem`` 404 to others, 403 to another site."""
        if not self.access.same_site(connection):
            raise self.problem(403, "other_site")
        if not await self.access.holds(connection, conversation):
            raise self.problem(404, "not_found")

    def problem(self, status: int, code: str) -> Problem:
        return Problem(status, code, self.words.problems[code])
