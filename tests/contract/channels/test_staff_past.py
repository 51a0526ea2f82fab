"""What people have served is found again, and the bot's turns are counted: on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.conversation.ended import RETURNED, Wanted
from channels.conversation.handover import CloseReason
from channels.conversation.message import Draft, Speaker, State
from channels.conversation.store import set_state
from channels.counter.app import MIGRATIONS
from tests.conversation_rooms import NOON, Rooms
from tests.databases import migrated


@pytest.fixture
def rooms(database_url):
    with migrated(database_url, MIGRATIONS) as engine:
        yield Rooms(engine)


def _served(rooms, agent, said, reason=None):
    conversation = rooms.waiting()
    rooms.say(conversation, said)
    rooms.serving.claim(conversation, agent, "김상담")
    if reason is None:
        rooms.serving.return_to_bot(conversation, agent, "", None)
    else:
        rooms.serving.close(conversation, agent, reason)
    return rooms.ticket(conversation).number


def _found(rooms, **wanted):
    return [each.number for each in rooms.tickets.ended(Wanted(**wanted))]


def test_ended_conversations_are_found_by_each_filter_and_open_ones_are_not(rooms):
    first = _served(rooms, "a1", "Streetlight 100% 꺼짐", CloseReason.SOLVED)
    rooms.later(days=1)
    second = _served(rooms, "a2", "등본의 이름이 틀려요")
    rooms.serving.claim(rooms.waiting(), "a1", "김상담")
    assert _found(rooms) == [second, first]
    assert _found(rooms, agent="a1") == [first]
    assert _found(rooms, number=second) == [second]
    assert _found(rooms, before=second) == [first]
    assert _found(rooms, ending=RETURNED) == [second]
    assert _found(rooms, ending="solved") == [first]
    assert _found(rooms, channel="kakao") == []
    assert _found(rooms, since=NOON + timedelta(hours=1)) == [second]
    assert _found(rooms, until=NOON + timedelta(hours=1)) == [first]
    assert _found(rooms, words="streetlight 100%") == [first]
    assert _found(rooms, words="이름이", agent="a1") == []
    assert _found(rooms, words="100_") == []


def _turn(rooms, conversation, answer, *, pressed=False):
    taken = (rooms.press(conversation, "/help") if pressed else rooms.say(conversation)).taken
    rooms.store.finish(taken, [Draft(Speaker.BOT, answer)])


def _idle_out(rooms, conversation):
    with rooms.store.held(conversation) as (connection, _held):
        set_state(connection, conversation, State.CLOSED)


def test_turns_are_counted_by_how_the_bot_took_them(rooms):
    rooms.open()  # nothing was said here
    conversation = rooms.open()
    for answer in ("등본은 400원이에요.", "혹시 ‘등본 떼기’ 말씀이세요?", "잘 못 알아들었어요. 다시요."):
        _turn(rooms, conversation, answer)
    _turn(rooms, conversation, "잘 못 알아들었어요.", pressed=True)
    (hour,) = rooms.tickets.hours_since(NOON - timedelta(days=1))
    assert hour.begins == datetime(2026, 3, 5, 3, tzinfo=UTC)
    assert (hour.begun, hour.ended, hour.contained) == (1, 0, 0)  # it goes on
    assert (hour.turns, hour.asked_back, hour.missed) == (3, 1, 1)
    assert rooms.tickets.hours_since(NOON + timedelta(hours=1)) == []


def test_conversation_is_contained_when_it_ended_without_a_wish_for_a_person(rooms):
    for _ in range(2):
        alone = rooms.open()
        _turn(rooms, alone, "네.", pressed=True)
        _idle_out(rooms, alone)
    _served(rooms, "a1", "저기요", CloseReason.SOLVED)
    (hour,) = rooms.tickets.hours_since(NOON - timedelta(days=1))
    assert (hour.begun, hour.ended, hour.contained) == (3, 3, 2)


def test_name_of_the_person_stands_with_the_words(rooms):
    conversation = rooms.waiting()
    rooms.serving.claim(conversation, "a1", "김상담")
    rooms.serving.reply(conversation, "a1", Draft(Speaker.STAFF, "네.", client_id="r1", name="김상담"))
    assert rooms.messages(conversation)[-1].draft.name == "김상담"
