"""What every change of a complaint needs: the database, the clock, the tables of facts; and rows as values."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from channels.cases.clock import ACCEPTANCE, OfficeHours, Outage
from channels.cases.complaint import CaseRefused, Complaint, Handler, State
from channels.cases.kinds import Kinds
from channels.cases.places import Places
from channels.cases.routing import Routing
from channels.cases.seals import Seals
from channels.cases.tables import complaints, outages, steps
from documents.service.clock import Clock
from documents.service.envelope import Place


@dataclass(frozen=True, slots=True)
class Books:
    """``phone`` is the number that is given for every desk."""

    engine: sa.Engine
    clock: Clock
    seals: Seals
    hours: OfficeHours
    kinds: Kinds
    places: Places
    routing: Routing
    phone: str

    @contextmanager
    def held(self, number: str, conversation: str | None = None) -> Iterator[tuple[sa.Connection, Complaint]]:
        """Hold the complaint ``number`` (of ``conversation``, when given) for one transaction.

        Raise CaseRefused ``no_such_complaint``.
        """
        mine = [] if conversation is None else [complaints.c.conversation == conversation]
        query = sa.select(complaints).where(complaints.c.number == number, *mine).with_for_update()
        with self.engine.begin() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                raise CaseRefused("no_such_complaint")
            yield connection, complaint_of(row)

    def note(self, connection: sa.Connection, complaint: Complaint, by: str, what: str, note: str | None = None) -> int:
        """Write a step into the history of ``complaint``; ``note`` is sealed. Give the id of the step."""
        values = {"complaint": complaint.id, "at": iso(self.clock()), "by": by, "what": what}
        step = connection.execute(steps.insert().values(values)).inserted_primary_key
        assert step is not None  # noqa: S101 - an insert has a key
        if note is not None:
            sealed = self.seals.seal(connection, complaint.conversation, Place("steps", "note", str(step[0])), note)
            connection.execute(steps.update().where(steps.c.id == step[0]).values(note=sealed))
        return int(step[0])

    def due(self, connection: sa.Connection, kind: str, received: datetime, *, extended: bool) -> datetime:
        """Say when the answer to ``kind`` received at ``received`` is due, with the failures until now left out."""
        period = self.kinds.period(kind)
        return self.hours.due(received, period.twice() if extended else period, _lost(connection, received))

    def accept_by(self, connection: sa.Connection, received: datetime) -> datetime:
        """Say until when an electronic receipt must be accepted."""
        return self.hours.due(received, ACCEPTANCE, _lost(connection, received))


def _lost(connection: sa.Connection, since: datetime) -> list[Outage]:
    rows = connection.execute(sa.select(outages).where(outages.c.end > iso(since))).all()
    return [Outage(datetime.fromisoformat(row.begin), datetime.fromisoformat(row.end)) for row in rows]


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def complaint_of(row: Any) -> Complaint:
    return Complaint(
        id=row.id,
        conversation=row.conversation,
        number=row.number,
        state=State(row.state),
        kind=row.kind,
        district=row.district,
        dong=row.dong,
        department=row.department,
        handler=Handler(row.handler, row.phone),
        agent=row.agent,
        received_at=_moment(row.received_at),
        accept_by=_moment(row.accept_by),
        due_at=_moment(row.due_at),
        accepted_at=_moment(row.accepted_at),
        answered_at=_moment(row.answered_at),
        extended_at=_moment(row.extended_at),
        score=row.score,
    )


def change(connection: sa.Connection, complaint: Complaint, **values: Any) -> None:
    connection.execute(complaints.update().where(complaints.c.id == complaint.id).values(values))


def reread(connection: sa.Connection, complaint: Complaint) -> Complaint:
    return complaint_of(connection.execute(sa.select(complaints).where(complaints.c.id == complaint.id)).one())


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
