"""The outbox: at least once, in order within a conversation, one conversation never waiting for another."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from documents.domain.events import EventType
from documents.ledger.backoff import Backoff
from documents.ledger.events import EventStore, new_event
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.schema import database_now, event
from documents.ledger.transactions import run
from documents.service.database import migrate, open_engine
from tests.fakes_documents import NOON


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine, MIGRATIONS)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine):
    return EventStore(engine, Backoff(base=20.0, jitter=lambda: 1.0))


def news(chat: str, *once: object):
    return new_event(chat, EventType.IDENTITY_PENDING, {"card": {"type": "identity"}}, NOON, *once)


def test_an_event_comes_back_as_it_went_in(store):
    told = news("chat")
    store.append(told)
    assert store.pending() == (told,)


def test_events_come_in_the_order_they_were_told(store):
    told = [news(chat) for chat in "abab"]
    for each in told:
        store.append(each)
    assert list(store.pending()) == told
    assert list(store.pending(limit=2)) == told[:2]


def test_the_same_news_told_again_is_one_event(store):
    for _ in range(3):
        store.append(news("chat", "verification-1"))
    assert len(store.pending()) == 1
    store.append(news("chat", "verification-2"))
    store.append(news("other", "verification-1"))
    assert len(store.pending()) == 3


def test_a_delivered_event_is_not_sent_again_even_when_told_again(store):
    told = news("chat", "once")
    store.append(told)
    store.delivered(told.id, NOON)
    store.append(told)
    assert store.pending() == ()


def test_a_failed_event_holds_back_its_conversation_and_no_other(store):
    first, second, other = news("a"), news("a"), news("b")
    for each in (first, second, other):
        store.append(each)
    store.failed(first.id)
    assert store.pending() == (other,)


def test_after_its_pause_the_conversation_goes_on_in_order(store, engine):
    first, second = news("a"), news("a")
    for each in (first, second):
        store.append(each)
    store.failed(first.id)
    with engine.begin() as connection:
        connection.execute(update(event).values(next_attempt_at=database_now() - 1))
    assert store.pending() == (first, second)


def test_a_dropped_event_lets_the_rest_go_on_and_stays_on_record(store, engine):
    first, second = news("a"), news("a")
    for each in (first, second):
        store.append(each)
    store.drop(first.id, "conversation_gone", NOON)
    assert store.pending() == (second,)
    with engine.begin() as connection:
        row = connection.execute(event.select().where(event.c.id == first.id)).one()
    assert (row.dropped, row.delivered_at, json.loads(row.body)) == ("conversation_gone", NOON, first.body)


def test_an_event_of_a_transaction_that_fails_was_never_told(store, engine):
    class Broken(Exception):
        pass

    def tell_and_break(connection):
        store.append(news("a"), connection)
        raise Broken

    with pytest.raises(Broken):
        run(engine, tell_and_break)
    assert store.pending() == ()


def test_the_sender_is_woken_by_each_append(store):
    woken = []
    store.subscribe(lambda: woken.append(1))
    store.append(news("a"))
    store.append(news("a"))
    assert len(woken) == 2


def test_moments_come_back_with_their_zone(store):
    told = new_event("a", EventType.IDENTITY_SLOW, {}, NOON + timedelta(microseconds=123456))
    store.append(told)
    assert store.pending()[0].at == told.at
    assert store.pending()[0].at.utcoffset() == timedelta(0)
