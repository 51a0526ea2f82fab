"""A complaint that is being put together: one a conversation, kept until it is filed or given up.

Each fact that comes replaces the one before it, so that the same request twice changes nothing.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from channels.cases import similar
from channels.cases.books import Books, iso
from channels.cases.complaint import Spot, State
from channels.cases.contacts import Contacts
from channels.cases.places import Place
from channels.cases.tables import attachments, complaints, requests
from documents.domain.screening import redact_rrn
from documents.service import envelope


@dataclass(frozen=True, slots=True)
class Said:
    """What the dialogue learnt in one turn; None is what it did not learn.

    ``verification`` is the identity check that is live now.
    """

    kind: str | None = None
    text: str | None = field(default=None, repr=False)
    place: str | None = field(default=None, repr=False)
    district: str | None = None
    verification: str | None = None


class Drafts:
    def __init__(self, books: Books) -> None:
        self._books, self._contacts = books, Contacts(books)

    def merge(self, conversation: str, key: str, said: Said) -> dict[str, Any]:
        """Add what was ``said`` to the draft and give its view. A ``key`` whose complaint is filed changes nothing.

        Another key than before is another complaint: what the draft held was given up, and its files with it.
        """
        with self._books.engine.begin() as connection:
            if self._filed(connection, conversation, key):
                return self._view(connection, conversation)
            if said.verification is not None:
                self._contacts.prove(connection, conversation, said.verification)
            _give_up_another(connection, conversation, key)
            row = self._row(connection, conversation)
            values = self._values(connection, row, said)
            if values:
                connection.execute(complaints.update().where(complaints.c.id == row.id).values(values))
            self._remember(connection, conversation, key, row.id)
            return self._view(connection, conversation)

    def here(self, conversation: str, spot: Spot, name: str) -> dict[str, Any]:
        """Take the spot that a browser or a photo gave as the draft's place; its 구 is asked for in words.

        ``name`` is what the place is called when nobody called it anything.
        """
        with self._books.engine.begin() as connection:
            row = self._row(connection, conversation)
            place = self._books.seals.open(connection, where("place", row.id), row.place) or {}
            place = {"said": name, "spoken": False} | place
            place |= {"lat": spot.lat, "lon": spot.lon, "accuracy": spot.accuracy}
            values = {
                "place": self._seal(connection, row, "place", place),
                "cell_index": similar.cell(self._books.seals, spot),
                "problem": None if row.district else "district_unknown",
            }
            connection.execute(complaints.update().where(complaints.c.id == row.id).values(values))
            return self._view(connection, conversation)

    def drop(self, conversation: str, key: str) -> None:
        """Forget the draft of ``key``, with what was attached to it, when it was not filed. Twice is once."""
        with self._books.engine.begin() as connection:
            row = _open(connection, conversation)
            if row is not None and key in _keys(connection, row.id):
                _forget(connection, row)

    def _filed(self, connection: sa.Connection, conversation: str, key: str) -> bool:
        query = sa.select(complaints.c.state).join(requests, requests.c.complaint == complaints.c.id)
        mine = (requests.c.conversation == conversation) & (requests.c.key == key)
        return connection.scalar(query.where(mine)) not in (None, State.DRAFT)

    def _row(self, connection: sa.Connection, conversation: str) -> Any:
        found = _open(connection, conversation)
        if found is not None:
            return found
        connection.execute(complaints.insert().values(fresh(self._books, conversation, self._books.kinds.name(None))))
        return _open(connection, conversation)

    def _values(self, connection: sa.Connection, row: Any, said: Said) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if said.kind is not None:
            values["kind"] = self._books.kinds.name(said.kind)
        if said.text is not None:
            values["text"] = self._seal(connection, row, "text", redact_rrn(said.text))
        if said.place is not None or said.district is not None:
            values |= self._placed(connection, row, said)
        return values

    def _placed(self, connection: sa.Connection, row: Any, said: Said) -> dict[str, Any]:
        """Judge the place that is now known: what was said before counts on when only the 구 came."""
        kept = self._books.seals.open(connection, where("place", row.id), row.place) or {}
        if said.place is not None:
            kept |= {"said": redact_rrn(said.place), "spoken": True}
        words = kept.get("said", "")
        judged = self._books.places.judge(words, said.district)
        if judged.problem == "where_exactly" and "lat" in kept:
            judged = Place(words, judged.district, judged.dong)
        return {
            "place": self._seal(connection, row, "place", kept | {"said": judged.said}),
            "district": judged.district,
            "dong": judged.dong,
            "problem": judged.problem,
            "place_index": similar.words(self._books.seals, judged) if kept.get("spoken") else None,
        }

    def _seal(self, connection: sa.Connection, row: Any, column: str, value: Any) -> bytes:
        return self._books.seals.seal(connection, row.conversation, where(column, row.id), value)

    def _remember(self, connection: sa.Connection, conversation: str, key: str, complaint: str) -> None:
        mine = (requests.c.conversation == conversation) & (requests.c.key == key)
        if connection.scalar(sa.select(requests.c.complaint).where(mine)) is None:
            row = {"conversation": conversation, "key": key, "complaint": complaint}
            connection.execute(requests.insert().values(row))

    def _view(self, connection: sa.Connection, conversation: str) -> dict[str, Any]:
        row = _open(connection, conversation)
        loose = (attachments.c.conversation == conversation) & attachments.c.complaint.is_(None)
        contact = self._contacts.of(connection, conversation) is not None
        place = self._place(connection, row)
        kind = row.kind if row is not None else self._books.kinds.name(None)
        given = {"text": row is not None and row.text is not None, "place": place["ok"], "contact": contact}
        return {
            "kind": kind,
            "text_given": given["text"],
            "place": place,
            "photos": connection.scalar(sa.select(sa.func.count()).select_from(attachments).where(loose)),
            "contact": contact,
            "missing": [item for item in self._books.kinds.of(kind).asks if not given[item]],
            "similar": [] if row is None else similar.wire(connection, self._books.clock(), row),
        }

    def _place(self, connection: sa.Connection, row: Any) -> dict[str, Any]:
        if row is None or row.place is None:
            return {"said": "", "district": None, "dong": None, "ok": False}
        said = self._books.seals.open(connection, where("place", row.id), row.place).get("said", "")
        return Place(said, row.district, row.dong, row.problem).wire()


def fresh(books: Books, conversation: str, kind: str) -> dict[str, Any]:
    """Give the values of a new draft of ``kind``."""
    department = books.routing.department(books.kinds.of(kind).team, None)
    handler = books.routing.handler(department, books.phone)
    return {
        "id": uuid.uuid4().hex,
        "conversation": conversation,
        "state": State.DRAFT,
        "kind": kind,
        "department": department,
        "handler": handler.name,
        "phone": handler.phone,
        "made_at": iso(books.clock()),
    }


def where(column: str, row: str) -> envelope.Place:
    """Say where the sealed ``column`` of the complaint ``row`` lives."""
    return envelope.Place("complaints", column, row)


def _open(connection: sa.Connection, conversation: str) -> Any:
    mine = (complaints.c.conversation == conversation) & (complaints.c.state == State.DRAFT)
    return connection.execute(sa.select(complaints).where(mine).with_for_update()).one_or_none()


def _keys(connection: sa.Connection, complaint: str) -> set[str]:
    """Give the keys under which the draft ``complaint`` is known."""
    return set(connection.scalars(sa.select(requests.c.key).where(requests.c.complaint == complaint)))


def _give_up_another(connection: sa.Connection, conversation: str, key: str) -> None:
    row = _open(connection, conversation)
    known = set() if row is None else _keys(connection, row.id)
    if known and key not in known:
        _forget(connection, row)


def _forget(connection: sa.Connection, row: Any) -> None:
    """Delete a draft and what was attached while it was open; what was attached before it began waits on."""
    mine = (attachments.c.conversation == row.conversation) & attachments.c.complaint.is_(None)
    connection.execute(attachments.delete().where(mine, attachments.c.draft == row.id))
    connection.execute(requests.delete().where(requests.c.complaint == row.id))
    connection.execute(complaints.delete().where(complaints.c.id == row.id))
