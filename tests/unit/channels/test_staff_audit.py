"""The audit's chain names the place where somebody changed it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from channels.staff.app import MIGRATIONS
from channels.staff.audit import Audit, Broken, Deed, Entry
from channels.staff.tables import audit, audit_end
from documents.service.database import migrate, open_engine

AT = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'staff.db'}")
    migrate(engine, MIGRATIONS)
    yield engine
    engine.dispose()


@pytest.fixture
def book(engine: sa.Engine) -> Audit:
    book = Audit(engine, Ed25519PrivateKey.generate(), lambda: AT)
    for each in range(5):
        book.note(Entry("ab", "s1", Deed.REVEAL, f"conversation-{each}", "본인 확인을 위해"))
    return book


def test_untouched_chain_holds_also_when_it_is_empty(engine: sa.Engine, book: Audit):
    assert book.check() is None
    with engine.begin() as connection:
        connection.execute(audit.delete())
        connection.execute(audit_end.update().values(size=0, link=bytes(32), signature=b""))
    assert book.check() is None


def _edit(connection: sa.Connection) -> None:
    connection.execute(audit.update().where(audit.c.place == 2).values(why="그냥"))


def _rename(connection: sa.Connection) -> None:
    connection.execute(audit.update().where(audit.c.place == 2).values(what="nothing"))


def _delete(connection: sa.Connection) -> None:
    connection.execute(audit.delete().where(audit.c.place == 2))


def _swap(connection: sa.Connection) -> None:
    for before, after in ((2, 99), (3, 2), (99, 3)):
        connection.execute(audit.update().where(audit.c.place == before).values(place=after))


def _cut(connection: sa.Connection) -> None:
    connection.execute(audit.delete().where(audit.c.place >= 3))


def _cut_with_the_end(connection: sa.Connection) -> None:
    link = connection.scalar(sa.select(audit.c.link).where(audit.c.place == 2))
    _cut(connection)
    connection.execute(audit_end.update().values(size=3, link=link))


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (_edit, Broken(2, "changed")),
        (_rename, Broken(2, "changed")),
        (_delete, Broken(2, "missing")),
        (_swap, Broken(2, "changed")),
        (_cut, Broken(3, "cut")),
        (_cut_with_the_end, Broken(3, "unsigned")),
    ],
)
def test_change_is_found_and_its_place_named(
    engine: sa.Engine, book: Audit, deed: Callable[[sa.Connection], None], found: Broken
):
    with engine.begin() as connection:
        deed(connection)
    assert book.check() == found


def test_entries_are_found_by_who_what_and_subject(book: Audit):
    book.note(Entry("cd", "s2", Deed.CLAIM, "conversation-1"))
    assert [each.place for each in book.newest(subject="conversation-1")] == [5, 1]
    assert [each.place for each in book.newest(who="cd")] == [5]
    assert len(book.newest(what="reveal", limit=3)) == 3
