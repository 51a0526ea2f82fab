"""The access log in both databases: one order for all writers, and no change that goes unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, update

from documents.access import chain
from documents.access.book import AccessBook
from documents.access.registers import NotedRegister
from documents.access.tables import access, access_end, access_head
from documents.domain.kind import PaperKind
from documents.domain.options import VaccinationOptions
from documents.domain.resident import Ci
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.promise import LedgerDown
from tests.databases import migrated
from tests.fakes_documents import NOON
from tests.office import vault

KIM, LEE = Ci("kim".ljust(88, "0")), Ci("lee".ljust(88, "0"))


@pytest.fixture
def engine(database_url):
    with migrated(database_url, MIGRATIONS) as engine:
        yield engine


@pytest.fixture
def book(engine):
    return AccessBook(engine, vault(), Ed25519PrivateKey.generate(), lambda: NOON)


def look(book, whose=KIM, why="이유"):
    book.note(who="agent-1", source="console", whose=whose, what="transcript", why=why)


def change(engine, statement):
    with engine.begin() as connection:
        assert connection.execute(statement).rowcount == 1


def test_looks_from_eight_threads_make_one_sound_chain(book):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda count: look(book, why=f"{count}"), range(40)))
    assert book.check() is None
    assert len(book.looks_at(KIM)) == 40


def test_a_person_sees_who_looked_newest_first_and_no_one_elses(book):
    look(book, why="첫 번째")
    look(book, LEE)
    look(book, why="두 번째")
    assert [each.why for _, each in book.looks_at(KIM)] == ["두 번째", "첫 번째"]
    assert {each.whose for _, each in book.looks_at(KIM)} == {vault().blind(KIM)}


@pytest.mark.parametrize("field", ["who", "source", "whose", "what", "why"])
def test_an_edited_row_is_named(engine, book, field):
    for _ in range(5):
        look(book)
    change(engine, update(access).where(access.c.place == 2).values({field: "other"}))
    assert book.check() == chain.Broken(2, "changed")


def test_a_deleted_row_is_named(engine, book):
    for _ in range(5):
        look(book)
    change(engine, delete(access).where(access.c.place == 3))
    assert book.check() == chain.Broken(3, "missing")


def test_rows_in_another_order_are_named(engine, book):
    for count in range(4):
        look(book, why=f"{count}")
    change(engine, update(access).where(access.c.place == 1).values(place=100))
    change(engine, update(access).where(access.c.place == 2).values(place=1))
    change(engine, update(access).where(access.c.place == 100).values(place=2))
    assert book.check() == chain.Broken(1, "changed")


def test_a_cut_tail_is_named_also_when_the_end_was_mended(engine, book):
    for count in range(5):
        look(book, why=f"{count}")
    book.sign()
    change(engine, delete(access).where(access.c.place == 4))
    assert book.check() == chain.Broken(4, "cut")
    with engine.begin() as connection:
        link = connection.execute(access.select().where(access.c.place == 3)).one().link
        connection.execute(update(access_end).values(size=4, link=link))
    assert book.check() == chain.Broken(4, "cut"), "the signed head knows of five"


def test_a_chain_written_anew_does_not_fit_its_signed_head(engine, book):
    for count in range(3):
        look(book, why=f"{count}")
    book.sign()
    with engine.begin() as connection:
        connection.execute(delete(access))
        connection.execute(update(access_end).values(size=0, link=chain.START))
    for count in range(3):
        look(book, why=f"forged {count}")
    assert book.check() == chain.Broken(2, "changed")
    change(engine, update(access_head).values(note=access_head.c.note + "x" * 0, size=2))
    assert book.check() == chain.Broken(2, "changed"), "a head under another size counts for nothing"


def test_an_end_is_signed_once_a_length(engine, book):
    look(book)
    book.sign(), book.sign()
    look(book)
    book.sign()
    with engine.begin() as connection:
        assert [row.size for row in connection.execute(access_head.select().order_by(access_head.c.size))] == [1, 2]


def test_what_cannot_be_noted_is_not_looked_at(engine, book):
    class Register:
        asked = 0

        def find(self, ci, options, today):
            self.asked += 1

    inner = Register()
    noted = NotedRegister(inner, book, PaperKind.VACCINATION)
    noted.find(KIM, VaccinationOptions(), date(2026, 11, 22))
    assert (inner.asked, len(book.looks_at(KIM))) == (1, 1)
    access_end.drop(engine)
    with pytest.raises(LedgerDown):
        noted.find(KIM, VaccinationOptions(), date(2026, 11, 22))
    assert inner.asked == 1
