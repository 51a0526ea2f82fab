"""What the routes of the console share, put together once in `app`."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from channels.cases.board import Board
from channels.conversation.broadcast import Follower
from channels.conversation.handover import Handover
from channels.conversation.people import People
from channels.staff.accounts import Account, Accounts
from channels.staff.answers import AnswerOffice
from channels.staff.attendance import Attendance
from channels.staff.audit import Audit, Deed, Entry
from channels.staff.canned import CannedTexts
from channels.staff.gate import Gate, Present
from channels.staff.notes import Notes
from channels.staff.papers import PaperOffice
from channels.staff.sessions import Sessions
from channels.staff.throttle import Throttle
from channels.staff.views import Views
from channels.staff.watch import Watch
from channels.staff.words import Words, problem
from documents.service.clock import Clock
from documents.service.problems import Problem

_T = TypeVar("_T")


@dataclass(frozen=True)
class Console:
    people: People
    board: Board
    papers: PaperOffice
    answers: AnswerOffice
    watch: Watch
    attendance: Attendance
    accounts: Accounts
    sessions: Sessions
    audit: Audit
    canned: CannedTexts
    notes: Notes
    gate: Gate
    throttle: Throttle
    views: Views
    words: Words
    clock: Clock
    readers: defaultdict[str, set[Follower]] = field(default_factory=lambda: defaultdict(set))
    """The open pages of each conversation, for what only staff are told."""

    async def run(self, work: Callable[..., _T], *arguments: Any, **named: Any) -> _T:
        """Do a piece of work on the console's database in a thread."""
        return await run_in_threadpool(work, *arguments, **named)

    async def note(self, present: Present, deed: Deed, subject: str = "", why: str = "") -> None:
        await self.run(self.audit.note, Entry(present.id, present.session.id, deed, subject, why))

    async def colleagues(self) -> dict[str, Account]:
        """Give everybody who may sign in, by id."""
        return {each.id: each for each in await self.run(self.accounts.everybody)}

    async def handed_over(self, conversation: str) -> Handover:
        """Give the newest hand-over. Raise ``Problem`` 404: a conversation nobody asked a person for is not shown."""
        found = await self.people.handover(conversation)
        if found is None:
            raise self.problem(404, "not_found")
        return found

    def problem(self, status: int, code: str) -> Problem:
        return problem(self.words, status, code)

    def tell_staff(self, conversation: str, frame: dict[str, Any]) -> None:
        for reader in self.readers.get(conversation, ()):
            reader.pass_on(frame)


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"
