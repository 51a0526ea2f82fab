"""The conversation store on SQLite and on PostgreSQL: the same suite, the same code."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from channels.conversation import inbox
from channels.conversation.handover import Asked, CloseReason, Reason
from channels.conversation.hours import read_hours
from channels.conversation.inbox import Kind
from channels.conversation.message import Button, Draft, Speaker, State
from channels.conversation.news import News
from channels.conversation.reading import Reading, UnknownConversation
from channels.conversation.reception import Reception
from channels.conversation.serving import Serving
from channels.conversation.store import Store
from channels.conversation.tables import metadata
from channels.counter.app import MIGRATIONS
from channels.words import read_words
from documents.domain.events import EventType
from tests.databases import migrated

NOON = datetime(2026, 3, 5, 3, tzinfo=UTC)
RECEPTION = Reception(read_words(), read_hours())
GREETING = [Draft(Speaker.BOT, "안녕하세요.", (Button("등본", "/issue"),))]


@pytest.fixture
def engine(database_url):
    with migrated(database_url, MIGRATIONS) as engine:
        yield engine


@pytest.fixture
def store(engine):
    return Store(engine, lambda: NOON, 30, RECEPTION)


@pytest.fixture
def serving(store):
    return Serving(store)


@pytest.fixture
def reading(engine):
    return Reading(engine)


@pytest.fixture
def conversation(store):
    return store.open("web", GREETING).id


def said(text, client_id=None):
    return Draft(Speaker.CITIZEN, text, client_id=client_id)


def accept(store, conversation, text, client_id=None):
    return store.accept(conversation, said(text, client_id), Kind.TEXT, text)


def answer(text, card=None):
    return [Draft(Speaker.BOT, text, card=card)]


def texts(reading, conversation):
    return [message.draft.text for message in reading.page(conversation).messages]


def news(kind, event="e1", **body):
    return News(event, kind, body, NOON.isoformat())


def test_migrations_make_the_tables_that_the_code_knows(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_token_opens_its_own_conversation_only(store, reading):
    one, two = store.open("web", GREETING), store.open("web", GREETING)
    assert reading.holds(one.id, one.token)
    for conversation, token in ((one.id, two.token), (one.id, ""), ("nobody", one.token), (one.id, "\ud800")):
        assert not reading.holds(conversation, token)


def test_message_comes_back_as_it_was_said(store, reading, conversation):
    card = {"type": "identity", "id": "v1", "state": "requested", "providers": [{"id": "a", "title": "가"}]}
    draft = Draft(Speaker.STAFF, "안녕\n하세요 🙂", (Button("네", "/affirm"),), card, replaces=1)
    (message,) = store.say(conversation, [draft]).added
    assert reading.page(conversation, after=1).messages == (message,)
    assert (message.seq, message.at, message.draft) == (2, "2026-03-05T03:00:00.000+00:00", draft)


def test_sequence_is_gap_free_under_concurrency(store, reading, conversation):
    with ThreadPoolExecutor(8) as pool:
        seqs = list(pool.map(lambda number: accept(store, conversation, f"말 {number}").seq, range(60)))
    assert sorted(seqs) == list(range(2, 62))
    assert [message.seq for message in reading.page(conversation).messages] == list(range(1, 62))


def test_same_client_id_in_parallel_is_one_message(store, reading, conversation):
    with ThreadPoolExecutor(8) as pool:
        seqs = set(pool.map(lambda _: accept(store, conversation, "한 번", "same").seq, range(16)))
    assert seqs == {2}
    assert texts(reading, conversation) == ["안녕하세요.", "한 번"]
    assert accept(store, store.open("web", []).id, "한 번", "same").seq == 1


def test_rows_are_taken_in_order_and_one_at_a_time(store, conversation):
    first = accept(store, conversation, "하나").taken
    assert (first.body, first.attempts, first.epoch) == ("하나", 1, 1)
    assert accept(store, conversation, "둘").taken is None
    assert store.take(conversation) is None
    second = store.finish(first, answer("답 하나")).taken
    assert (second.body, second.attempts) == ("둘", 1)
    assert store.finish(second, answer("답 둘")).taken is None
    assert store.take(conversation) is None


def test_one_row_is_taken_by_one_of_many(store, conversation):
    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(lambda number: accept(store, conversation, str(number)).taken, range(8)))
    (held,) = [row for row in accepted if row]
    store.give_back(held, failed=False)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: store.take(conversation), range(8)))
    assert len([row for row in taken if row]) == 1


def test_row_is_answered_once_and_its_body_forgotten(engine, store, reading, conversation):
    row = accept(store, conversation, "하나").taken
    assert store.finish(row, answer("답")).added[0].seq == 3
    assert store.finish(row, answer("답")) is None
    assert texts(reading, conversation)[1:] == ["하나", "답"]
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT body FROM inbox")) is None


def test_late_answer_of_a_holder_whose_lease_ran_out_is_refused(engine, reading):
    hasty = Store(engine, lambda: NOON, -1, RECEPTION)
    conversation = hasty.open("web", []).id
    late, heir = accept(hasty, conversation, "하나").taken, hasty.take(conversation)
    assert (late.attempts, heir.attempts, heir.epoch) == (1, 2, 2)
    assert hasty.finish(late, answer("늦은 답")) is None
    assert hasty.finish(heir, answer("답")) is not None
    assert texts(reading, conversation) == ["하나", "답"]


def test_successor_frees_what_the_dead_held(store, conversation):
    dead = accept(store, conversation, "하나").taken
    assert store.open_conversations() == []
    store.release_all()
    assert store.open_conversations() == [(conversation, True)]
    assert store.take(conversation).attempts == 2
    assert store.finish(dead, answer("늦은 답")) is None


def test_row_given_back_is_taken_again_with_its_failures(store, conversation):
    store.give_back(accept(store, conversation, "하나").taken, failed=False)
    store.give_back(store.take(conversation), failed=True)
    row = store.take(conversation)
    assert (row.attempts, row.failures) == (3, 1)


def test_open_conversations_are_those_nobody_holds(store, conversation):
    store.give_back(accept(store, conversation, "하나").taken, failed=False)
    other = store.open("web", []).id
    store.receive(other, news(EventType.PAPER_ISSUED, number="1"))
    assert sorted(store.open_conversations()) == sorted([(conversation, True), (other, False)])
    store.take(conversation)
    assert store.open_conversations() == [(other, False)]


@pytest.mark.parametrize("state", [State.WAITING, State.STAFF])
def test_while_a_person_speaks_nothing_reaches_the_engine(store, serving, reading, conversation, state):
    row = accept(store, conversation, "전에").taken
    accept(store, conversation, "줄에")
    store.hand_over(conversation, Asked(Reason.REQUESTED))
    if state is State.STAFF:
        serving.claim(conversation, "a1", "김상담")
    change = accept(store, conversation, "상담원님")
    store.receive(conversation, news(EventType.PAPER_ISSUED, number="1"))
    assert not change.to_engine
    assert store.finish(row, answer("봇의 답")) is None
    assert store.take(conversation) is None
    assert reading.page(conversation).state is state
    serving.claim(conversation, "a1", "김상담")
    serving.return_to_bot(conversation, "a1", "", None)
    first = store.take(conversation)
    assert first.body["name"] == "EXTERNAL_paper_issued"
    assert store.finish(first, []).taken.body["name"] == "EXTERNAL_returned"
    assert "봇의 답" not in texts(reading, conversation)


def test_closed_conversation_opens_when_the_citizen_speaks(store, serving, reading, conversation):
    serving.take_over(conversation, "a1", "김상담")
    serving.close(conversation, "a1", CloseReason.SOLVED)
    assert reading.page(conversation).state is State.CLOSED
    change = accept(store, conversation, "또 왔어요")
    assert change.to_engine
    assert change.state is State.BOT
    assert reading.page(conversation).state is State.BOT


def test_news_are_told_in_a_closed_conversation(store, serving, reading, conversation):
    serving.take_over(conversation, "a1", "김상담")
    serving.close(conversation, "a1", CloseReason.SOLVED)
    store.receive(conversation, news(EventType.PAPER_ISSUED, number="1"))
    store.finish(store.take(conversation), answer("나왔어요."))
    assert texts(reading, conversation)[-1] == "나왔어요."
    assert reading.page(conversation).state is State.CLOSED


def test_reassurance_only_while_somebody_waits(store, conversation):
    excuse = Draft(Speaker.SYSTEM, "조금만요.")
    assert store.reassure(conversation, excuse).added == ()
    row = accept(store, conversation, "하나").taken
    assert len(store.reassure(conversation, excuse).added) == 1
    store.finish(row, answer("답"))
    assert store.reassure(conversation, excuse).added == ()


def test_refused_message_is_answered_and_goes_no_further(store, reading, conversation):
    refusal = Draft(Speaker.SYSTEM, "안 돼요.")
    for _ in range(2):
        assert store.refuse(conversation, said("●", "r"), refusal).seq == 2
    assert texts(reading, conversation)[1:] == ["●", "안 돼요."]
    assert store.take(conversation) is None


def test_event_is_received_once(store, conversation):
    for _ in range(2):
        store.receive(conversation, news(EventType.PAPER_ISSUED, number="1"))
    row = store.take(conversation)
    assert row.body == {"name": "EXTERNAL_paper_issued", "entities": {"number": "1", "event": "e1"}}
    store.finish(row, [])
    assert store.take(conversation) is None


def test_card_news_need_no_words_and_keep_the_first_place(store, reading, conversation):
    panel = {"type": "identity", "id": "v0", "state": "requested"}
    root = store.say(conversation, answer("확인해요.", panel)).added[0].seq
    pending = {**panel, "id": "v1", "state": "pending"}
    change = store.receive(conversation, news(EventType.IDENTITY_PENDING, "e1", card=pending))
    assert change.added[0].draft.replaces == root
    approved = store.receive(
        conversation, news(EventType.IDENTITY_APPROVED, "e2", card={**pending, "state": "approved"})
    )
    assert approved.added[0].draft.replaces == root
    assert reading.newest_identity_card(conversation)["state"] == "approved"
    row = store.take(conversation)
    assert row.body["entities"] == {"event": "e2"}


def test_state_that_overtakes_its_card_waits_in_line(store, reading, conversation):
    card = {"type": "document", "number": "1", "title": "주민등록표(등본)", "wallet_state": "sending"}
    store.receive(conversation, news(EventType.PAPER_ISSUED, "e1", number="1"))
    for place, state in enumerate(("waiting", "delivered")):
        delivered = news(EventType.PAPER_DELIVERED, f"d{place}", card={**card, "wallet_state": state})
        assert store.receive(conversation, delivered).added == ()
    change = store.finish(store.take(conversation), answer("나왔어요.", card))
    (shown,) = change.added
    for state in ("waiting", "delivered"):
        assert change.taken.kind is Kind.CARD
        change = store.finish(change.taken, [])
        (drawn,) = change.added
        assert (drawn.draft.replaces, drawn.draft.card["wallet_state"]) == (shown.seq, state)
    assert reading.document_card(conversation, "1")["wallet_state"] == "delivered"


def test_offers_are_those_of_the_conversation_newest_first(store, reading, conversation):
    store.say(conversation, [Draft(Speaker.BOT, "다시", (Button("등본 떼기", "/issue"),))])
    assert [offer.title for offer in reading.offered(conversation, "/issue", "/other")] == ["등본 떼기", "등본"]
    assert reading.offered(store.open("web", []).id, "/issue") == []


def test_unknown_conversation_is_said_so(store, reading):
    for call in (lambda: accept(store, "nobody", "안녕"), lambda: reading.page("nobody")):
        with pytest.raises(UnknownConversation):
            call()


def test_failed_transaction_leaves_nothing(store, reading, conversation, engine):
    store.say(conversation, [said("하나", "same")])
    with pytest.raises(IntegrityError):
        store.say(conversation, [said("둘", "other"), said("셋", "same")])
    assert texts(reading, conversation)[1:] == ["하나"]
    assert accept(store, conversation, "넷").seq == 3
    with engine.begin() as connection:
        assert inbox.citizen_waits(connection, conversation)
