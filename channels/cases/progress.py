"""What the office does with a complaint: accept, assign, work, extend once, answer, close; each tells the resident."""

import sqlalchemy as sa

from channels.cases.books import Books, change, iso, reread
from channels.cases.complaint import OPEN, CaseRefused, Complaint, Handler, State, check_step
from channels.cases.notices import Notice, tell
from channels.cases.tables import complaints, links
from documents.domain.screening import redact_rrn

_NOTICES = {State.ACCEPTED: Notice.ACCEPTED, State.IN_PROGRESS: Notice.IN_PROGRESS, State.ANSWERED: Notice.ANSWERED}


class Progress:
    def __init__(self, books: Books) -> None:
        self._books = books

    def assign(self, number: str, agent: str, handler: Handler, department: str | None = None) -> Complaint:
        """Give the complaint to ``agent``, whom the resident knows as ``handler``; it is accepted by that."""
        with self._books.held(number) as (connection, complaint):
            if complaint.state not in OPEN:
                raise CaseRefused("not_now")
            if complaint.state is State.RECEIVED:
                self._step(connection, complaint, agent, State.ACCEPTED)
            values = {"agent": agent, "handler": handler.name, "phone": handler.phone}
            if department is not None:
                values["department"] = department
            change(connection, complaint, **values)
            self._books.note(connection, complaint, agent, "assigned")
            tell(self._books, connection, complaint, Notice.ASSIGNED)
            return reread(connection, complaint)

    def advance(self, number: str, agent: str, state: State, text: str | None = None) -> Complaint:
        """Bring the complaint to ``state``; accepting may be left out. An answer needs ``text``.

        The same state twice is once. Raise CaseRefused ``not_now`` or ``no_answer``.
        """
        with self._books.held(number) as (connection, complaint):
            if complaint.state is state:
                return complaint
            if state is State.WITHDRAWN:  # that is the resident's right alone
                raise CaseRefused("not_now")
            if state is State.ANSWERED and not (text or "").strip():
                raise CaseRefused("no_answer")
            if complaint.state is State.RECEIVED and state in {State.IN_PROGRESS, State.ANSWERED}:
                accepted = self._step(connection, complaint, agent, State.ACCEPTED)
                return self._step(connection, accepted, agent, state, text)
            return self._step(connection, complaint, agent, state, text)

    def extend(self, number: str, agent: str, reason: str) -> Complaint:
        """Extend the period by its own length, once. Raise CaseRefused ``extended_already``, ``not_now``."""
        with self._books.held(number) as (connection, complaint):
            if complaint.state not in OPEN or complaint.received_at is None:
                raise CaseRefused("not_now")
            if complaint.extended_at is not None:
                raise CaseRefused("extended_already")
            due = self._books.due(connection, complaint.kind, complaint.received_at, extended=True)
            change(connection, complaint, due_at=iso(due), extended_at=iso(self._books.clock()))
            self._books.note(connection, complaint, agent, "extended", redact_rrn(reason))
            tell(self._books, connection, complaint, Notice.EXTENDED, redact_rrn(reason))
            return reread(connection, complaint)

    def link(self, number: str, other: str, agent: str) -> Complaint:
        """Link two reports of one thing; twice is once."""
        with self._books.held(number) as (connection, complaint):
            query = sa.select(complaints.c.id).where(complaints.c.number == other, complaints.c.id != complaint.id)
            found = connection.scalar(query)
            if found is None:
                raise CaseRefused("no_such_complaint")
            if found not in linked(connection, complaint.id):
                now = iso(self._books.clock())
                connection.execute(links.insert().values(complaint=complaint.id, other=found, at=now))
                self._books.note(connection, complaint, agent, "linked")
            return complaint

    def _step(
        self, connection: sa.Connection, complaint: Complaint, agent: str, state: State, text: str | None = None
    ) -> Complaint:
        check_step(complaint.state, state)
        now, said = iso(self._books.clock()), redact_rrn(text) if text else None
        moments = {
            State.ACCEPTED: {"accepted_at": now},
            State.ANSWERED: {"answered_at": now},
            State.CLOSED: {"ended_at": now},
            State.WITHDRAWN: {"ended_at": now},
        }
        change(connection, complaint, state=state, **moments.get(state, {}))
        self._books.note(connection, complaint, agent, state, said)
        if state in _NOTICES:
            tell(self._books, connection, complaint, _NOTICES[state], said)
        return reread(connection, complaint)


def linked(connection: sa.Connection, complaint: str) -> set[str]:
    """Give the ids of the complaints that are linked with ``complaint``, whichever came first."""
    there = sa.select(links.c.other).where(links.c.complaint == complaint)
    back = sa.select(links.c.complaint).where(links.c.other == complaint)
    return set(connection.scalars(there.union(back)))
