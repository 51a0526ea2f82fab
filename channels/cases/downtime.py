"""Failure time does not count: a pulse says when the house was alive, a gap in it is a failure, the clocks move on."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from channels.cases.books import Books, complaint_of, iso
from channels.cases.complaint import OPEN, Complaint
from channels.cases.tables import complaints, outages, pulse

BEAT = timedelta(minutes=1)
_SHORTEST = timedelta(minutes=5)


class Downtime:
    def __init__(self, books: Books) -> None:
        self._books = books

    def beat(self) -> None:
        """Say that the house is alive. A gap of five minutes or more since the last beat was a failure."""
        now = self._books.clock()
        with self._books.engine.begin() as connection:
            before = connection.scalar(sa.select(pulse.c.at).where(pulse.c.id == 1).with_for_update())
            if before is None:
                connection.execute(pulse.insert().values(id=1, at=iso(now)))
                return
            connection.execute(pulse.update().where(pulse.c.id == 1).values(at=iso(now)))
            last = datetime.fromisoformat(before)
            if now - last >= _SHORTEST:
                self._note(connection, last, now)

    def note(self, begin: datetime, end: datetime) -> None:
        """Note a failure that somebody tells of."""
        with self._books.engine.begin() as connection:
            self._note(connection, begin, end)

    def _note(self, connection: sa.Connection, begin: datetime, end: datetime) -> None:
        connection.execute(outages.delete().where(outages.c.begin == iso(begin)))
        connection.execute(outages.insert().values(begin=iso(begin), end=iso(end)))
        rows = connection.execute(sa.select(complaints).where(complaints.c.state.in_(OPEN)).with_for_update()).all()
        for complaint in map(complaint_of, rows):
            self._move(connection, complaint)

    def _move(self, connection: sa.Connection, complaint: Complaint) -> None:
        assert complaint.received_at is not None  # noqa: S101 - open ones were received
        extended = complaint.extended_at is not None
        due = self._books.due(connection, complaint.kind, complaint.received_at, extended=extended)
        accept = self._books.accept_by(connection, complaint.received_at)
        values = {"due_at": iso(due), "accept_by": iso(accept)}
        connection.execute(complaints.update().where(complaints.c.id == complaint.id).values(values))
