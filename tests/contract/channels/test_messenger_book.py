"""The messengers' book on SQLite and on PostgreSQL: the same suite, the same code."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from channels.messenger.book import Book, Chat, Sent
from channels.messenger.keyboard import Deed, Key
from channels.messenger.tables import metadata
from documents.service.database import open_engine

KEY = Key("등본 떼기", Deed.PRESS, '/issue_document{"document":"주민등록표 등본"}')


@pytest.fixture(scope="module")
def engine(lasting_database_url):
    opened = open_engine(lasting_database_url)
    Book(opened, "telegram").open()
    yield opened
    opened.dispose()


@pytest.fixture
def book(engine):
    return Book(engine, "telegram")


def test_the_migrations_make_the_tables(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


async def test_a_chat_is_one_conversation_at_a_time(book):
    assert await book.chat("1") is None
    first = await book.bind("1", "one")
    await book.told(first, 7)
    assert await book.chat("1") == Chat("1", "one", 7, stopped=False)
    await book.bind("1", "two", 3)
    await book.told(first, 9)  # late, of the conversation before
    assert await book.chat("1") == Chat("1", "two", 3, stopped=False)


async def test_who_stopped_is_not_among_the_open_chats(book):
    await book.bind("2", "kept")
    await book.stop("2", stopped=True)
    assert "2" not in [chat.chat for chat in await book.open_chats()]
    assert (await book.chat("2")).conversation == "kept"


async def test_a_button_means_something_in_its_own_conversation_only(book):
    (short,) = await book.refer("one", [KEY])
    assert await book.refer("one", [KEY]) == [short]
    assert await book.referred("one", short) == KEY
    assert await book.referred("two", short) is None


async def test_picks_stay_with_their_message(book):
    await book.put_sent("one", 4, Sent("88"))
    await book.put_sent("one", 4, Sent("88", {"back_digits": "all"}))
    assert await book.sent("one", 4) == Sent("88", {"back_digits": "all"})
    assert await book.sent("one", 5) is None


async def test_an_update_is_seen_once_and_forgotten_long_after(book):
    await book.see(5)
    await book.see(5)
    assert await book.was_seen(5)
    await book.see(30_000)
    assert not await book.was_seen(5)


async def test_messengers_do_not_read_each_other_s_pages(engine, book):
    await book.bind("3", "ours")
    assert await Book(engine, "kakao").chat("3") is None
