"""What time alone brings about: silence, closing, lapsed claims, call-backs. The clock is moved by hand."""

from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from channels.conversation.broadcast import Broadcaster
from channels.conversation.caretaker import Caretaker, Patterns
from channels.conversation.desk import Desk
from channels.conversation.handover import Asked, CloseReason, Reason
from channels.conversation.message import Draft, Speaker, State
from channels.counter.app import MIGRATIONS
from documents.domain.errors import Unavailable
from documents.service.database import migrate, open_engine
from tests.conversation_rooms import WORDS, Rooms

NIGHT = datetime(2026, 3, 5, 13, tzinfo=UTC)  # 22:00 in Seoul


class FakeCases:
    """Gives a number for each key, once it is ``up``."""

    def __init__(self) -> None:
        self.up, self.taken, self.known = True, Counter(), False

    async def reachable(self, conversation):
        return self.known

    async def take_callback(self, conversation, key, topic):
        if not self.up:
            raise Unavailable
        self.taken[conversation, key, topic] += 1
        return f"2026-{list(self.taken).index((conversation, key, topic)):07}"


@pytest.fixture
def rooms(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'channels.db'}")
    migrate(engine, MIGRATIONS)
    yield Rooms(engine)
    engine.dispose()


@asynccontextmanager
async def caretaker(rooms, cases=None):
    desk = Desk(rooms.store, rooms.reading, Broadcaster())
    yield Caretaker(
        desk=desk,
        store=rooms.store,
        serving=rooms.serving,
        cases=cases or FakeCases(),
        words=WORDS.idle,
        patterns=Patterns(silence=300, warning=1800, closing=2400),
    )
    await desk.close()


def answered(rooms):
    """Begin a conversation in which the citizen spoke and was answered."""
    conversation = rooms.open()
    rooms.store.finish(rooms.say(conversation).taken, [Draft(Speaker.BOT, "네.")])
    return conversation


async def rounds(rooms, care, *minutes):
    for each in minutes:
        rooms.later(minutes=each)
        await care.round()


async def test_silence_is_told_once_then_warned_of_then_closed(rooms):
    conversation = answered(rooms)
    async with caretaker(rooms) as care:
        await rounds(rooms, care, 4)
        assert rooms.heard(conversation) == []
        await rounds(rooms, care, 2, 1, 1)
        assert rooms.heard(conversation) == ["EXTERNAL_silence"]
        await rounds(rooms, care, 20)
        assert rooms.texts(conversation)[-1] == "네."
        await rounds(rooms, care, 5, 1)
        assert rooms.texts(conversation)[-1] == WORDS.idle.warned.text
        await rounds(rooms, care, 8)
        assert rooms.reading.state(conversation) is State.BOT
        await rounds(rooms, care, 3, 60)
    assert rooms.texts(conversation)[-2:] == [WORDS.idle.warned.text, WORDS.idle.closed.text]
    assert rooms.reading.state(conversation) is State.CLOSED
    assert rooms.say(conversation, "또 왔어요").state is State.BOT


async def test_whoever_speaks_begins_anew(rooms):
    conversation = answered(rooms)
    async with caretaker(rooms) as care:
        await rounds(rooms, care, 6, 26)
        assert rooms.texts(conversation)[-1] == WORDS.idle.warned.text
        rooms.heard(conversation)
        rooms.store.finish(rooms.say(conversation, "네?").taken, [Draft(Speaker.BOT, "네.")])
        await rounds(rooms, care, 11)
        assert rooms.reading.state(conversation) is State.BOT
        assert rooms.heard(conversation) == ["EXTERNAL_silence"]


async def test_after_a_long_night_nobody_is_closed_without_a_warning(rooms):
    conversation = answered(rooms)
    async with caretaker(rooms) as care:
        await rounds(rooms, care, 600, 1, 1)
        assert rooms.reading.state(conversation) is State.BOT
        assert WORDS.idle.closed.text not in rooms.texts(conversation)


async def test_who_waits_or_is_served_or_never_spoke_is_left_alone(rooms):
    unanswered, waiting, served, silent = rooms.open(), answered(rooms), answered(rooms), rooms.open()
    rooms.say(unanswered)
    for conversation in (waiting, served):
        rooms.store.hand_over(conversation, Asked(Reason.REQUESTED))
    rooms.serving.claim(served, "a1", "김상담")
    before = {each: rooms.texts(each) for each in (unanswered, waiting, silent)}
    async with caretaker(rooms) as care:
        for _ in range(5):
            rooms.serving.present("a1", 3)
            await rounds(rooms, care, 0.5)
        rooms.later(minutes=600)
        rooms.serving.present("a1", 3)
        await care.round()
    assert {each: rooms.texts(each) for each in before} == before
    assert rooms.reading.state(served) is State.STAFF


async def test_claims_lapse_and_places_move(rooms):
    first, second = rooms.waiting(), rooms.waiting()
    async with caretaker(rooms) as care:
        rooms.serving.claim(first, "a1", "김상담")
        await care.round()
        assert rooms.messages(second)[-1].draft.card["position"] == 1
        rooms.later(seconds=61)
        await care.round()
        assert rooms.ticket(first).state is State.WAITING
        assert rooms.messages(second)[-1].draft.card["position"] == 2
        said = len(rooms.messages(second))
        await care.round()
        assert len(rooms.messages(second)) == said


async def test_out_of_hours_a_call_back_gets_a_number_instead_of_a_dead_queue(rooms):
    rooms.now, cases = NIGHT, FakeCases()
    conversation = answered(rooms)
    cases.up = False
    change = rooms.store.hand_over(conversation, Asked(Reason.REQUESTED, summary={"topic": "passport"}))
    assert change.state is State.BOT
    said = rooms.texts(conversation)[-1]
    assert "2026년 3월 6일 금요일 오전 9:00" in said
    assert "120" in said
    async with caretaker(rooms, cases) as care:
        await care.round()
        assert rooms.texts(conversation)[-1] == said
        cases.up = True
        await care.round()
        await care.round()
    (key,) = cases.taken
    assert (key[0], key[2], cases.taken[key]) == (conversation, "passport", 1)
    told = rooms.messages(conversation)[-1]
    assert told.draft.text == WORDS.people.callback.format(number="2026-0000000")
    assert (told.draft.card["type"], told.draft.card["state"]) == ("contact", "requested")
    for _ in range(2):
        rooms.store.contact_given(conversation)
    given = rooms.messages(conversation)[-1].draft
    assert (given.card["state"], given.replaces) == ("given", told.seq)
    assert rooms.messages(conversation)[-1].seq == told.seq + 1
    rooms.store.hand_over(conversation, Asked(Reason.REQUESTED))
    assert "2026-0000000" in rooms.texts(conversation)[-1]
    assert rooms.queue() == []


def test_contact_card_that_says_nothing_of_its_state_was_not_filled_in(rooms):
    conversation = answered(rooms)
    asked = rooms.store.say(conversation, [Draft(Speaker.SYSTEM, card={"type": "contact"})]).added[0]
    (given,) = rooms.store.contact_given(conversation).added
    assert (given.draft.card, given.draft.replaces) == ({"type": "contact", "state": "given"}, asked.seq)
    assert rooms.store.contact_given(conversation).added == ()


async def test_who_has_said_where_to_call_is_not_asked_again(rooms):
    rooms.now, cases = NIGHT, FakeCases()
    cases.known = True
    conversation = answered(rooms)
    rooms.store.hand_over(conversation, Asked(Reason.REQUESTED))
    async with caretaker(rooms, cases) as care:
        await care.round()
    assert rooms.messages(conversation)[-1].draft.card is None


async def test_emergency_says_119_first_at_any_hour(rooms):
    by_day = rooms.texts(rooms.waiting(Reason.EMERGENCY))[-1]
    rooms.now = NIGHT
    by_night = rooms.texts(rooms.waiting(Reason.EMERGENCY))[-1]
    assert by_day == WORDS.people.emergency
    assert by_night.startswith(WORDS.people.danger)
    assert all("119" in text.split(".")[0] for text in (by_day, by_night))


async def test_at_night_an_open_console_is_somebody(rooms):
    rooms.now = NIGHT
    rooms.serving.present("a1", 3)
    waiting = rooms.waiting()
    assert rooms.reading.state(waiting) is State.WAITING
    rooms.serving.claim(waiting, "a1", "김상담")
    rooms.serving.close(waiting, "a1", CloseReason.SOLVED)
    rooms.serving.present("a1", 0)  # away
    assert rooms.reading.state(rooms.waiting()) is State.BOT
