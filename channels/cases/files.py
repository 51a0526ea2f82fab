"""Attachments at rest: encrypted in the database, handed out to their conversation and to the handler only."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from channels.cases.books import Books, iso
from channels.cases.complaint import CaseRefused, Spot, State
from channels.cases.tables import attachments, complaints
from channels.cases.uploads import Upload
from documents.service.envelope import Place

MOST_LOOSE = 10
MOST_OF_ALL = 100
_MEDIA_TYPES = {"photo": "image/jpeg", "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One attachment. ``kind`` is its media type, ``spot`` is where its photo was taken."""

    id: str
    kind: str
    name: str = field(repr=False)
    content: bytes = field(repr=False)
    spot: Spot | None = field(repr=False)


class Files:
    def __init__(self, books: Books) -> None:
        self._books = books

    def keep(self, conversation: str, upload: Upload) -> tuple[str, int]:
        """Keep ``upload`` for the next complaint or addition: its id, and how many wait. Raise ``too_many_files``."""
        id_ = uuid.uuid4().hex
        with self._books.engine.begin() as connection:
            waiting, every = self._count(connection, conversation)
            if waiting >= MOST_LOOSE or every >= MOST_OF_ALL:
                raise CaseRefused("too_many_files")
            values = {
                "id": id_,
                "conversation": conversation,
                "draft": self._draft(connection, conversation),
                "kind": upload.kind,
                "name": self._seal(connection, conversation, "name", id_, upload.name),
                "spot": self._seal_spot(connection, conversation, id_, upload.spot),
                "size": len(upload.content),
                "at": iso(self._books.clock()),
            }
            where = Place("attachments", "content", id_)
            content = self._books.seals.seal_bytes(connection, conversation, where, upload.content)
            connection.execute(attachments.insert().values(**values, content=content))
        return id_, waiting + 1

    def of_conversation(self, conversation: str, id_: str) -> Kept:
        """Give one's own attachment. Raise CaseRefused ``not_found``."""
        return self._get((attachments.c.id == id_) & (attachments.c.conversation == conversation))

    def of_complaint(self, number: str, id_: str) -> Kept:
        """Give an attachment of complaint ``number`` to its handler. Raise CaseRefused ``not_found``."""
        mine = sa.select(complaints.c.id).where(complaints.c.number == number).scalar_subquery()
        return self._get((attachments.c.id == id_) & (attachments.c.complaint == mine))

    def waiting(self, conversation: str) -> list[dict[str, str]]:
        """Give what waits for the next complaint or addition, oldest first: ``{"id", "name"}``."""
        loose = (attachments.c.conversation == conversation) & attachments.c.complaint.is_(None)
        query = sa.select(attachments.c.id, attachments.c.name).where(loose).order_by(attachments.c.at)
        with self._books.engine.begin() as connection:
            rows = connection.execute(query).all()
            return [{"id": id_, "name": self._name(connection, id_, name)} for id_, name in rows]

    def remove(self, conversation: str, id_: str) -> None:
        """Remove what was not filed yet; twice is once. What is filed belongs to the complaint: ``not_now``."""
        own = (attachments.c.id == id_) & (attachments.c.conversation == conversation)
        with self._books.engine.begin() as connection:
            row = connection.execute(sa.select(attachments.c.complaint).where(own)).one_or_none()
            if row is not None and row.complaint is not None:
                raise CaseRefused("not_now")
            connection.execute(attachments.delete().where(own))

    def _get(self, condition: sa.ColumnElement[bool]) -> Kept:
        with self._books.engine.begin() as connection:
            row = connection.execute(sa.select(attachments).where(condition)).one_or_none()
            if row is None:
                raise CaseRefused("not_found")
            return self._open(connection, row)

    def _open(self, connection: sa.Connection, row: Any) -> Kept:
        seals = self._books.seals
        spot = seals.open(connection, Place("attachments", "spot", row.id), row.spot)
        return Kept(
            row.id,
            _MEDIA_TYPES[row.kind],
            self._name(connection, row.id, row.name),
            seals.open_bytes(connection, Place("attachments", "content", row.id), row.content),
            None if spot is None else Spot(*spot),
        )

    def _name(self, connection: sa.Connection, id_: str, sealed: bytes) -> str:
        return str(self._books.seals.open(connection, Place("attachments", "name", id_), sealed))

    def _draft(self, connection: sa.Connection, conversation: str) -> str | None:
        """Give the complaint that is being written: it takes the file with it when it is given up."""
        mine = (complaints.c.conversation == conversation) & (complaints.c.state == State.DRAFT)
        return connection.scalar(sa.select(complaints.c.id).where(mine))

    def _count(self, connection: sa.Connection, conversation: str) -> tuple[int, int]:
        """Count what waits for a complaint, and all of the conversation."""
        filed = sa.select(sa.func.count(), sa.func.count(attachments.c.complaint))
        every, taken = connection.execute(filed.where(attachments.c.conversation == conversation)).one()
        return every - taken, every

    def _seal(self, connection: sa.Connection, conversation: str, column: str, id_: str, value: Any) -> bytes:
        return self._books.seals.seal(connection, conversation, Place("attachments", column, id_), value)

    def _seal_spot(self, connection: sa.Connection, conversation: str, id_: str, spot: Spot | None) -> bytes | None:
        if spot is None:
            return None
        return self._seal(connection, conversation, "spot", id_, [spot.lat, spot.lon, spot.accuracy])
