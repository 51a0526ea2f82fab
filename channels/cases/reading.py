"""What can be read of complaints: one's own, and for the office the whole board."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from channels.cases.books import Books, complaint_of, iso
from channels.cases.complaint import OPEN, CaseRefused, Complaint, Contact, Spot, State
from channels.cases.contacts import Contacts
from channels.cases.drafts import where
from channels.cases.progress import linked
from channels.cases.tables import attachments, complaints, steps
from documents.service.envelope import Place


@dataclass(frozen=True, slots=True)
class Filters:
    """What a board shows; None is everything. ``late`` are those with a legal clock that ran out."""

    state: State | None = None
    kind: str | None = None
    district: str | None = None
    department: str | None = None
    agent: str | None = None
    late: bool = False
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    by: str
    what: str
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class File:
    id: str
    kind: str
    name: str = field(repr=False)
    size: int = 0


@dataclass(frozen=True, slots=True)
class Dossier:
    """One complaint with all that belongs to it, opened for its handler."""

    complaint: Complaint
    text: str | None = field(repr=False)
    place: str | None = field(repr=False)
    spot: Spot | None = field(repr=False)
    contact: Contact | None = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)
    files: tuple[File, ...] = field(repr=False)
    linked: tuple[str, ...] = ()


class Reading:
    def __init__(self, books: Books) -> None:
        self._books, self._contacts = books, Contacts(books)

    def own(self, conversation: str, number: str) -> Complaint:
        """Give complaint ``number`` of ``conversation``. Raise CaseRefused ``no_such_complaint``."""
        mine = (complaints.c.conversation == conversation) & (complaints.c.number == number)
        with self._books.engine.begin() as connection:
            row = connection.execute(sa.select(complaints).where(mine)).one_or_none()
        if row is None:
            raise CaseRefused("no_such_complaint")
        return complaint_of(row)

    def all_of(self, conversation: str) -> list[Complaint]:
        """Give what was filed in ``conversation``, newest first."""
        mine = (complaints.c.conversation == conversation) & complaints.c.number.is_not(None)
        with self._books.engine.begin() as connection:
            rows = connection.execute(sa.select(complaints).where(mine).order_by(complaints.c.received_at.desc()))
            return [complaint_of(row) for row in rows]

    def board(self, filters: Filters) -> list[Complaint]:
        """Give what ``filters`` let through, by due date: what is due first comes first, what is done comes last."""
        done = sa.case((complaints.c.state.in_(OPEN), 0), else_=1)
        query = sa.select(complaints).where(*self._conditions(filters)).order_by(done, complaints.c.due_at)
        with self._books.engine.begin() as connection:
            rows = connection.execute(query.limit(filters.limit).offset(filters.offset)).all()
        return [complaint_of(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Say how many complaints stand in each state, and under ``late`` how many ran out of time."""
        query = sa.select(complaints.c.state, sa.func.count()).where(complaints.c.number.is_not(None))
        late = sa.select(sa.func.count()).select_from(complaints).where(*self._conditions(Filters(late=True)))
        with self._books.engine.begin() as connection:
            found = {str(row[0]): int(row[1]) for row in connection.execute(query.group_by(complaints.c.state))}
            return found | {"late": connection.scalar(late) or 0}

    def dossier(self, number: str) -> Dossier:
        """Open everything about ``number``. Whoever calls it writes down who looked, and why."""
        with self._books.engine.begin() as connection:
            row = connection.execute(sa.select(complaints).where(complaints.c.number == number)).one_or_none()
            if row is None:
                raise CaseRefused("no_such_complaint")
            return self._open(connection, row)

    def _conditions(self, filters: Filters) -> list[sa.ColumnElement[bool]]:
        columns = complaints.c
        pairs = [
            (columns.state, filters.state),
            (columns.kind, filters.kind),
            (columns.district, filters.district),
            (columns.department, filters.department),
            (columns.agent, filters.agent),
        ]
        conditions = [columns.number.is_not(None), *(column == value for column, value in pairs if value is not None)]
        if filters.late:
            now = iso(self._books.clock())
            unaccepted = (columns.state == State.RECEIVED) & (columns.accept_by < now)
            conditions.append(unaccepted | (columns.state.in_(OPEN) & (columns.due_at < now)))
        return conditions

    def _open(self, connection: sa.Connection, row: Any) -> Dossier:
        seals = self._books.seals
        place = seals.open(connection, where("place", row.id), row.place) or {}
        spot = Spot(place["lat"], place["lon"], place["accuracy"]) if "lat" in place else None
        numbers = sa.select(complaints.c.number).where(complaints.c.id.in_(linked(connection, row.id)))
        return Dossier(
            complaint=complaint_of(row),
            text=seals.open(connection, where("text", row.id), row.text),
            place=place.get("said"),
            spot=spot,
            contact=self._contacts.of(connection, row.conversation),
            steps=tuple(self._steps(connection, row.id)),
            files=tuple(self._files(connection, row.id)),
            linked=tuple(connection.scalars(numbers.order_by(complaints.c.number)).all()),
        )

    def _steps(self, connection: sa.Connection, complaint: str) -> list[Step]:
        rows = connection.execute(sa.select(steps).where(steps.c.complaint == complaint).order_by(steps.c.id)).all()
        return [
            Step(
                datetime.fromisoformat(row.at),
                row.by,
                row.what,
                self._books.seals.open(connection, Place("steps", "note", str(row.id)), row.note),
            )
            for row in rows
        ]

    def _files(self, connection: sa.Connection, complaint: str) -> list[File]:
        columns = (attachments.c.id, attachments.c.kind, attachments.c.name, attachments.c.size)
        query = sa.select(*columns).where(attachments.c.complaint == complaint).order_by(attachments.c.at)
        return [
            File(
                row.id,
                row.kind,
                self._books.seals.open(connection, Place("attachments", "name", row.id), row.name),
                row.size,
            )
            for row in connection.execute(query).all()
        ]
