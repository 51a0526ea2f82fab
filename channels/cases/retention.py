"""What is kept is kept for a time: files of finished complaints, then their words, drafts that nobody filed."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from channels.cases.books import Books, iso
from channels.cases.complaint import State
from channels.cases.tables import attachments, complaints, contacts, notices, requests, steps

_DONE = (State.ANSWERED, State.WITHDRAWN, State.CLOSED)
_ENDED = sa.func.coalesce(complaints.c.ended_at, complaints.c.answered_at)


@dataclass(frozen=True, slots=True)
class Terms:
    """``files`` and ``texts`` count from the end of a complaint, ``drafts`` from their beginning."""

    files: timedelta
    texts: timedelta
    drafts: timedelta


class Retention:
    def __init__(self, books: Books, terms: Terms) -> None:
        self._books, self._terms = books, terms

    def sweep(self) -> None:
        """Delete whatever is past its term. Numbers, kinds, states and times stay: they are what is counted."""
        with self._books.engine.begin() as connection:
            self._drop_drafts(connection)
            self._drop_files(connection)
            self._drop_texts(connection)

    def _drop_drafts(self, connection: sa.Connection) -> None:
        before = self._before(self._terms.drafts)
        stale = sa.select(complaints.c.id).where(complaints.c.state == State.DRAFT, complaints.c.made_at < before)
        connection.execute(requests.delete().where(requests.c.complaint.in_(stale)))
        connection.execute(complaints.delete().where(complaints.c.id.in_(stale)))
        loose = attachments.c.complaint.is_(None) & (attachments.c.at < before)
        connection.execute(attachments.delete().where(loose))

    def _drop_files(self, connection: sa.Connection) -> None:
        connection.execute(attachments.delete().where(attachments.c.complaint.in_(self._done(self._terms.files))))

    def _drop_texts(self, connection: sa.Connection) -> None:
        """Empty the words of old complaints; the last one of a conversation takes its contact and its key along."""
        old = self._done(self._terms.texts)
        connection.execute(complaints.update().where(complaints.c.id.in_(old)).values(text=None, place=None))
        connection.execute(steps.update().where(steps.c.complaint.in_(old)).values(note=None))
        connection.execute(notices.update().where(notices.c.complaint.in_(old)).values(note=None))
        fresh = sa.select(complaints.c.conversation).where(complaints.c.id.not_in(old))
        loose = sa.select(attachments.c.conversation)
        young = contacts.c.at >= self._before(self._terms.texts)
        gone = contacts.c.conversation.not_in(fresh) & contacts.c.conversation.not_in(loose) & ~young
        for conversation in connection.scalars(sa.select(contacts.c.conversation).where(gone)).all():
            connection.execute(contacts.delete().where(contacts.c.conversation == conversation))
            self._books.seals.erase(connection, conversation)

    def _done(self, term: timedelta) -> sa.Select[tuple[str]]:
        return sa.select(complaints.c.id).where(complaints.c.state.in_(_DONE), self._before(term) > _ENDED)

    def _before(self, term: timedelta) -> str:
        return iso(self._books.clock() - term)
