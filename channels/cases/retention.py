"""What is kept is kept for a time: files of finished complaints, then their words, drafts that nobody filed."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from channels.cases.books import Books, iso
from channels.cases.complaint import State
from channels.cases.tables import attachments, complaints, contacts, keys, notices, requests, steps, typed

_DONE = (State.ANSWERED, State.WITHDRAWN, State.CLOSED)
_TYPED = timedelta(hours=1)  # a live check lasts fifteen minutes
_NO_TRACE = {"place_index": None, "cell_index": None}
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
            self._drop_unwanted(connection)
            self._drop_files(connection)
            self._drop_texts(connection)

    def _drop_drafts(self, connection: sa.Connection) -> None:
        before = self._before(self._terms.drafts)
        stale = sa.select(complaints.c.id).where(complaints.c.state == State.DRAFT, complaints.c.made_at < before)
        connection.execute(requests.delete().where(requests.c.complaint.in_(stale)))
        connection.execute(complaints.delete().where(complaints.c.id.in_(stale)))
        loose = attachments.c.complaint.is_(None) & (attachments.c.at < before)
        connection.execute(attachments.delete().where(loose))

    def _drop_unwanted(self, connection: sa.Connection) -> None:
        """Forget what was typed for an identity check that proved nothing, or for no complaint."""
        before = self._before(_TYPED)
        connection.execute(typed.delete().where(typed.c.at < before))

    def _drop_files(self, connection: sa.Connection) -> None:
        connection.execute(attachments.delete().where(attachments.c.complaint.in_(self._done(self._terms.files))))

    def _drop_texts(self, connection: sa.Connection) -> None:
        """Empty the words of old complaints. Without its key nothing of a person opens, from backups either."""
        old = self._done(self._terms.texts)
        full = complaints.c.text.is_not(None) | complaints.c.place.is_not(None)  # what is empty is not written again
        connection.execute(
            complaints.update().where(full, complaints.c.id.in_(old)).values(text=None, place=None, **_NO_TRACE)
        )
        for table in (steps, notices):
            words = table.c.note.is_not(None) & table.c.complaint.in_(old)
            connection.execute(table.update().where(words).values(note=None))
        self._drop_people(connection, old)

    def _drop_people(self, connection: sa.Connection, old: sa.Select[tuple[str]]) -> None:
        """Forget how to reach whoever has nothing here any more, and destroy the keys that nothing needs."""
        kept = sa.select(complaints.c.conversation).where(complaints.c.id.not_in(old))
        files, people = sa.select(attachments.c.conversation), sa.select(contacts.c.conversation)
        waiting = sa.select(typed.c.conversation)
        past = contacts.c.at < self._before(self._terms.drafts)
        connection.execute(contacts.delete().where(past, contacts.c.conversation.not_in(kept.union(files))))
        connection.execute(keys.delete().where(keys.c.conversation.not_in(kept.union(files, people, waiting))))

    def _done(self, term: timedelta) -> sa.Select[tuple[str]]:
        return sa.select(complaints.c.id).where(complaints.c.state.in_(_DONE), self._before(term) > _ENDED)

    def _before(self, term: timedelta) -> str:
        return iso(self._books.clock() - term)
