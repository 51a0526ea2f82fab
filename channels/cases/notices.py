"""Notices to the resident: an outbox. Each stands in the transaction of what it tells, and is said once.

The message carries the notice's event as its client id, and a conversation takes a client id once: said again after a
crash it is known already.
"""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from channels.cases.books import Books, complaint_of, iso
from channels.cases.complaint import Complaint
from channels.cases.tables import complaints, notices
from channels.conversation.message import Draft
from channels.conversation.reading import UnknownConversation
from documents.service.envelope import Place

Say = Callable[[str, Sequence[Draft]], Awaitable[object]]
_BATCH = 50


class Notice(StrEnum):
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    EXTENDED = "extended"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that was not said yet, with the complaint as it is now."""

    id: int
    event: str
    notice: Notice
    note: str | None
    complaint: Complaint


def tell(
    books: Books, connection: sa.Connection, complaint: Complaint, notice: Notice, note: str | None = None
) -> None:
    """Put a notice into the outbox; ``note`` is what a person wrote (an answer, a reason) and is sealed."""
    event, sealed = f"complaint-{uuid.uuid4().hex}", None
    if note is not None:
        sealed = books.seals.seal(connection, complaint.conversation, Place("notices", "note", event), note)
    values = {"event": event, "conversation": complaint.conversation, "complaint": complaint.id, "kind": notice}
    connection.execute(notices.insert().values(**values, note=sealed, at=iso(books.clock())))


class Outbox:
    """``draft`` puts a notice into words; ``say`` is the desk's."""

    def __init__(self, books: Books, say: Say, draft: Callable[[Waiting], Draft]) -> None:
        self._books, self._say, self._draft = books, say, draft

    def waiting(self) -> list[Waiting]:
        """Give what was not said yet, oldest first."""
        query = sa.select(notices.c.id.label("notice"), notices.c.event, notices.c.kind.label("said"), notices.c.note)
        joined = query.add_columns(complaints).join_from(notices, complaints, notices.c.complaint == complaints.c.id)
        unsaid = joined.where(notices.c.said_at.is_(None)).order_by(notices.c.id).limit(_BATCH)
        with self._books.engine.begin() as connection:
            return [
                Waiting(
                    row.notice,
                    row.event,
                    Notice(row.said),
                    self._books.seals.open(connection, Place("notices", "note", row.event), row.note),
                    complaint_of(row),
                )
                for row in connection.execute(unsaid).all()
            ]

    async def deliver(self, waiting: Waiting) -> None:
        """Say one notice. A conversation that is gone or knows it already needs nothing more."""
        try:
            await self._say(waiting.complaint.conversation, [self._draft(waiting)])
        except (IntegrityError, UnknownConversation):
            return

    def done(self, waiting: Waiting) -> None:
        """Mark ``waiting`` as said and forget what it said: the conversation has it now."""
        mine = notices.c.id == waiting.id
        with self._books.engine.begin() as connection:
            connection.execute(notices.update().where(mine).values(said_at=iso(self._books.clock()), note=None))
