"""What a resident does: file, add, withdraw, judge the result. A receipt is never refused (민원처리법 제9조)."""

from typing import Any

import sqlalchemy as sa

from channels.cases import number as numbers
from channels.cases import similar
from channels.cases.books import Books, change, complaint_of, iso, reread
from channels.cases.complaint import CaseRefused, Complaint, State, check_step
from channels.cases.drafts import fresh, where
from channels.cases.kinds import CALLBACK
from channels.cases.tables import attachments, complaints, links, requests
from documents.domain.screening import redact_rrn

RESIDENT = "resident"
_ADD, _CALL = "add ", "call "  # keys of one request may not be taken for those of another


class Filing:
    def __init__(self, books: Books) -> None:
        self._books = books

    def file(self, conversation: str, key: str) -> tuple[Complaint, bool]:
        """Give the draft a number, whatever it lacks. The same ``key`` gives the same complaint; the flag says "new".

        Raise CaseRefused ``no_draft``.
        """
        with self._books.engine.begin() as connection:
            mine = (complaints.c.conversation == conversation) & (complaints.c.state == State.DRAFT)
            row = connection.execute(sa.select(complaints).where(mine).with_for_update()).one_or_none()
            before = self._by_key(connection, conversation, key)  # after the row is held: another one may have filed it
            if before is not None and before.state != State.DRAFT:
                return complaint_of(before), False
            if row is None:
                raise CaseRefused("no_draft")
            if before is None:
                _remember(connection, conversation, key, row.id)
            complaint = self._receive(connection, row)
            _take_files(connection, complaint)
            return complaint, True

    def call_back(self, conversation: str, key: str, topic: str) -> tuple[Complaint, bool]:
        """Take a wish to be called back when the office opens. A draft of something else stays as it is."""
        with self._books.engine.begin() as connection:
            before = self._by_key(connection, conversation, _CALL + key)
            if before is not None:
                return complaint_of(before), False
            values = fresh(self._books, conversation, CALLBACK) | {"state": State.RECEIVED}
            place = where("text", values["id"])
            values["text"] = self._books.seals.seal(connection, conversation, place, redact_rrn(topic))
            connection.execute(complaints.insert().values(values))
            _remember(connection, conversation, _CALL + key, values["id"])
            row = connection.execute(sa.select(complaints).where(complaints.c.id == values["id"])).one()
            return self._receive(connection, row), True

    def add(self, conversation: str, number: str, key: str, text: str) -> Complaint:
        """Add ``text`` and the attachments that wait; once for each ``key``. Raise CaseRefused ``not_now``."""
        with self._books.held(number, conversation) as (connection, complaint):
            if self._by_key(connection, conversation, _ADD + key) is not None:
                return complaint
            if complaint.state in {State.WITHDRAWN, State.CLOSED}:
                raise CaseRefused("not_now")
            _remember(connection, conversation, _ADD + key, complaint.id)
            self._books.note(connection, complaint, RESIDENT, "addition", redact_rrn(text))
            _take_files(connection, complaint)
            return complaint

    def withdraw(self, conversation: str, number: str) -> Complaint:
        """Withdraw; twice is once. Raise CaseRefused ``not_now`` when it was answered already."""
        with self._books.held(number, conversation) as (connection, complaint):
            if complaint.state is State.WITHDRAWN:
                return complaint
            check_step(complaint.state, State.WITHDRAWN)
            change(connection, complaint, state=State.WITHDRAWN, ended_at=iso(self._books.clock()))
            self._books.note(connection, complaint, RESIDENT, State.WITHDRAWN)
            return reread(connection, complaint)

    def judge(self, conversation: str, number: str, score: int) -> Complaint:
        """Keep how satisfied the resident is, 1 to 5; the last word counts. Raise CaseRefused ``not_now``."""
        with self._books.held(number, conversation) as (connection, complaint):
            if complaint.state not in {State.ANSWERED, State.CLOSED}:
                raise CaseRefused("not_now")
            change(connection, complaint, score=score)
            return reread(connection, complaint)

    def _by_key(self, connection: sa.Connection, conversation: str, key: str) -> Any:
        query = sa.select(complaints).join(requests, requests.c.complaint == complaints.c.id)
        mine = (requests.c.conversation == conversation) & (requests.c.key == key)
        return connection.execute(query.where(mine)).one_or_none()

    def _receive(self, connection: sa.Connection, row: Any) -> Complaint:
        now, kind = self._books.clock(), self._books.kinds.of(row.kind)
        department = self._books.routing.department(kind.team, row.district)
        handler = self._books.routing.handler(department, self._books.phone)
        values = {
            "number": numbers.draw(now),
            "state": State.RECEIVED,
            "department": department,
            "handler": handler.name,
            "phone": handler.phone,
            "received_at": iso(now),
            "accept_by": iso(self._books.accept_by(connection, now)),
            "due_at": iso(self._books.due(connection, row.kind, now, extended=False)),
        }
        connection.execute(complaints.update().where(complaints.c.id == row.id).values(values))
        complaint = complaint_of(connection.execute(sa.select(complaints).where(complaints.c.id == row.id)).one())
        self._books.note(connection, complaint, RESIDENT, State.RECEIVED)
        for other in similar.earlier(connection, now, row)[:1]:
            connection.execute(links.insert().values(complaint=complaint.id, other=other.id, at=iso(now)))
        return complaint


def _take_files(connection: sa.Connection, complaint: Complaint) -> None:
    """Give the complaint what was attached in its conversation and belongs to none yet."""
    loose = (attachments.c.conversation == complaint.conversation) & attachments.c.complaint.is_(None)
    connection.execute(attachments.update().where(loose).values(complaint=complaint.id))


def _remember(connection: sa.Connection, conversation: str, key: str, complaint: str) -> None:
    connection.execute(requests.insert().values(conversation=conversation, key=key, complaint=complaint))
