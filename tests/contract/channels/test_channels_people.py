"""Hand-overs on SQLite and on PostgreSQL: one owner, one order, one counter of changes, nothing said twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from channels.conversation.handover import Asked, CloseReason, Deed, NotHolder, Reason
from channels.conversation.inbox import Kind
from channels.conversation.message import Draft, Speaker, State
from channels.counter.app import MIGRATIONS
from tests.conversation_rooms import NOON, WORDS, Rooms
from tests.databases import migrated

PEOPLE = WORDS.people


@pytest.fixture(scope="module")
def database(lasting_database_url):
    with migrated(lasting_database_url, MIGRATIONS) as engine:
        yield engine


@pytest.fixture
def rooms(database):
    """The house is shared by the tests of this file: each looks at its own conversations only."""
    return Rooms(database)


def reply(rooms, conversation, agent, text="네, 말씀하세요.", client_id="r1"):
    return rooms.serving.reply(conversation, agent, Draft(Speaker.STAFF, text, client_id=client_id))


def test_a_wish_for_a_person_stands_in_the_transaction_of_the_answer(rooms):
    conversation = rooms.open()
    row = rooms.say(conversation, "사람 바꿔 주세요").taken
    asked = Asked(Reason.PAPER, "papers", {"document": "주민등록표 등본", "rrn": "880314-2345678", "deep": {"a": 1}})
    change = rooms.store.finish(row, [Draft(Speaker.BOT, "바꿔 드릴게요.")], asked)
    assert [message.draft.text for message in change.added] == ["바꿔 드릴게요.", PEOPLE.asked]
    ticket = rooms.ticket(conversation)
    assert change.added[-1].draft.card["number"] == ticket.number
    assert (ticket.reason, ticket.team, ticket.state) == (Reason.PAPER, "papers", State.WAITING)
    assert ticket.summary == {"document": "주민등록표 등본"}
    assert ticket.respond_by - ticket.asked_at == timedelta(seconds=60)
    assert (change.state, change.version) == (State.WAITING, ticket.version)


def test_asking_again_changes_nothing(rooms):
    conversation = rooms.waiting()
    before = (rooms.ticket(conversation), rooms.texts(conversation))
    assert rooms.store.hand_over(conversation, Asked(Reason.EMOTION)).added == ()
    assert (rooms.ticket(conversation), rooms.texts(conversation)) == before


def test_two_claim_the_same_chat_two_hundred_times_and_one_has_it_each_time(rooms):
    names = {"a1": "김상담", "a2": "이상담"}
    with ThreadPoolExecutor(2) as pool:
        for _ in range(200):
            conversation = rooms.waiting()
            claims = [pool.submit(rooms.serving.claim, conversation, agent, name) for agent, name in names.items()]
            won = [change.result() for change in claims if change.result().state is State.STAFF]
            assert len(won) == 1
            owner = rooms.ticket(conversation).agent
            assert rooms.texts(conversation)[-1] == PEOPLE.claimed.format(name=names[owner])
            rooms.serving.close(conversation, owner, CloseReason.SOLVED)


def test_only_the_holder_acts(rooms):
    conversation = rooms.waiting()
    deeds = [
        lambda: reply(rooms, conversation, "a2"),
        lambda: rooms.serving.hold(conversation, "a2", on=True),
        lambda: rooms.serving.forward(conversation, "a2", "", to_agent=None, to_team="papers"),
        lambda: rooms.serving.return_to_bot(conversation, "a2", "", None),
        lambda: rooms.serving.close(conversation, "a2", CloseReason.SOLVED),
        lambda: rooms.serving.ask_identity(conversation, "a2"),
    ]
    said = len(rooms.messages(conversation))
    for claimed in (False, True):
        if claimed:
            rooms.serving.claim(conversation, "a1", "김상담")
        for deed in deeds:
            with pytest.raises(NotHolder):
                deed()
    assert len(rooms.messages(conversation)) == said + 1
    assert rooms.ticket(conversation).state is State.STAFF


def test_first_answer_stops_the_clock_and_the_same_reply_is_said_once(rooms):
    conversation = rooms.waiting()
    rooms.serving.claim(conversation, "a1", "김상담")
    rooms.later(seconds=61)
    assert rooms.ticket(conversation).breached(rooms.now)
    seqs = {reply(rooms, conversation, "a1").seq for _ in range(2)}
    rooms.later(minutes=1)
    reply(rooms, conversation, "a1", "그리고요", "r2")
    ticket = rooms.ticket(conversation)
    assert len(seqs) == 1
    assert ticket.answered_at == NOON + timedelta(seconds=61)
    assert not ticket.breached(rooms.now)
    assert not ticket.waiting_for_staff
    rooms.say(conversation)
    assert rooms.ticket(conversation).waiting_for_staff
    assert rooms.ticket(conversation).last_citizen_at == rooms.now


def test_order_is_emergency_then_overdue_then_oldest(rooms):
    oldest = rooms.waiting()
    rooms.serving.claim(oldest, "a1", "김상담")
    reply(rooms, oldest, "a1")
    overdue = rooms.waiting()
    rooms.later(seconds=61)
    new = rooms.waiting()
    emergency = rooms.waiting(Reason.EMERGENCY)
    mine = [each for each in rooms.queue() if each in {oldest, overdue, new, emergency}]
    assert mine == [emergency, overdue, oldest, new]


def test_every_change_has_a_version_of_its_own_and_none_is_skipped(rooms):
    conversations = [rooms.waiting() for _ in range(8)]
    before = rooms.tickets.version()
    with ThreadPoolExecutor(8) as pool:
        changes = list(pool.map(lambda name: rooms.serving.claim(name, f"v-{name}", "김상담"), conversations))
    assert sorted(change.version for change in changes) == list(range(before + 1, before + 9))
    changed = rooms.tickets.changed_after(before)
    assert [each.version for each in changed] == list(range(before + 1, before + 9))
    assert rooms.tickets.changed_after(before + 8) == []


def test_forwarding_keeps_ticket_and_place_and_the_note_stays_with_staff(rooms):
    conversation = rooms.waiting()
    before = rooms.ticket(conversation)
    rooms.serving.claim(conversation, "a1", "김상담")
    rooms.later(minutes=5)
    rooms.serving.forward(conversation, "a1", "성격이 급하심", to_agent="a2", to_team="papers")
    after = rooms.ticket(conversation)
    assert (after.number, after.asked_at, after.state, after.agent) == (
        before.number,
        before.asked_at,
        State.WAITING,
        None,
    )
    assert (after.wanted, after.team) == ("a2", "papers")
    assert "성격이 급하심" not in " ".join(rooms.texts(conversation))
    assert ("성격이 급하심", Deed.FORWARDED) in [(line.note, line.deed) for line in rooms.tickets.log(conversation)]


def test_returned_the_engine_hears_a_code_and_nothing_of_what_was_said(rooms):
    conversation = rooms.open()
    rooms.say(conversation, "전에 한 말")
    rooms.store.hand_over(conversation, Asked(Reason.REQUESTED))
    rooms.serving.claim(conversation, "a1", "김상담")
    rooms.say(conversation, "제 전화는 010-0000-0001")
    assert rooms.store.take(conversation) is None
    rooms.serving.return_to_bot(conversation, "a1", "전화함", "paper_explained")
    row = rooms.store.take(conversation)
    assert row.body["name"] == "EXTERNAL_returned"
    assert row.body["entities"].keys() == {"event", "note_topic"}
    assert row.body["entities"]["note_topic"] == "paper_explained"
    assert rooms.store.finish(row, []).taken is None
    assert rooms.reading.page(conversation).state is State.BOT
    with pytest.raises(NotHolder):
        reply(rooms, conversation, "a1")


def test_topic_of_a_return_is_a_code(rooms):
    conversation = rooms.waiting()
    rooms.serving.claim(conversation, "a1", "김상담")
    with pytest.raises(ValueError, match="010"):
        rooms.serving.return_to_bot(conversation, "a1", "", "010-0000-0001")
    assert rooms.ticket(conversation).state is State.STAFF


def test_what_staff_ask_the_engine_passes_and_news_wait(rooms):
    conversation = rooms.waiting()
    rooms.serving.claim(conversation, "a1", "김상담")
    rooms.store.tell(conversation, "EXTERNAL_attachment", {"count": 1})
    rooms.serving.ask_identity(conversation, "a1")
    row = rooms.store.take(conversation)
    assert (row.kind, row.body["name"]) == (Kind.ASKED, "EXTERNAL_staff_asks_identity")
    change = rooms.store.finish(row, [Draft(Speaker.BOT, "본인확인이 필요해요.")])
    assert rooms.texts(conversation)[-1] == "본인확인이 필요해요."
    assert change.taken is None


def test_supervisor_takes_from_the_bot_and_from_another(rooms):
    conversation = rooms.open()
    rooms.say(conversation, "아직 답을 못 들은 말")
    rooms.serving.take_over(conversation, "s1", "박책임")
    ticket = rooms.ticket(conversation)
    assert (ticket.reason, ticket.state, ticket.agent) == (Reason.STAFF, State.STAFF, "s1")
    assert rooms.heard(conversation) == []
    rooms.serving.take_over(conversation, "s2", "최책임")
    assert (rooms.ticket(conversation).agent, rooms.ticket(conversation).number) == ("s2", ticket.number)
    with pytest.raises(NotHolder):
        reply(rooms, conversation, "s1")


def test_hold_is_told_once(rooms):
    conversation = rooms.waiting()
    rooms.serving.claim(conversation, "a1", "김상담")
    for on in (True, True, False):
        rooms.serving.hold(conversation, "a1", on=on)
    assert rooms.texts(conversation)[-2:] == [PEOPLE.held, PEOPLE.resumed]


def test_claims_of_an_agent_who_is_gone_lapse_with_the_same_ticket(rooms):
    gone, there = rooms.waiting(), rooms.waiting()
    rooms.serving.claim(gone, "gone", "김상담")
    rooms.serving.claim(there, "there", "이상담")
    before = rooms.ticket(gone)
    rooms.later(seconds=61)
    rooms.serving.present("there", 3)
    assert rooms.serving.lapse(there).state is None
    assert rooms.serving.lapse(gone).state is State.WAITING
    assert rooms.serving.lapse(gone).state is None
    after = rooms.ticket(gone)
    assert (after.number, after.asked_at, after.agent) == (before.number, before.asked_at, None)
    assert rooms.ticket(there).agent == "there"
    assert rooms.texts(gone)[-1] == PEOPLE.lapsed
    present = {each.agent: each for each in rooms.tickets.presence()}
    assert "gone" not in present
    assert (present["there"].capacity, present["there"].holding) == (3, 1)


def test_ended_hand_overs_are_kept_and_the_next_has_a_new_number(rooms):
    conversation = rooms.waiting()
    rooms.serving.claim(conversation, "a1", "김상담")
    rooms.serving.close(conversation, "a1", CloseReason.TOLD_ELSEWHERE)
    first = rooms.ticket(conversation)
    assert (first.state, first.close_reason, first.ended_at) == (State.CLOSED, CloseReason.TOLD_ELSEWHERE, NOON)
    rooms.say(conversation, "또 왔어요")
    rooms.store.hand_over(conversation, Asked(Reason.REQUESTED))
    assert rooms.ticket(conversation).number > first.number
    deeds = [line.deed for line in rooms.tickets.log(conversation)]
    assert deeds == [Deed.ASKED, Deed.CLAIMED, Deed.CLOSED, Deed.ASKED]


def test_a_press_for_a_person_needs_no_engine_once_it_is_silent(rooms):
    silent, alone = rooms.open(), rooms.open()
    held = rooms.say(silent, "등본 떼줘").taken
    change = rooms.press(silent, "/request_agent")
    assert (change.state, rooms.ticket(silent).reason) == (State.WAITING, Reason.PART_DOWN)
    assert rooms.store.finish(held, [Draft(Speaker.BOT, "늦은 답")]) is None
    asked = rooms.press(alone, "/request_agent")
    assert asked.taken.body == "/request_agent"
    rooms.store.reassure(alone, Draft(Speaker.SYSTEM, "기다려 주세요."))
    assert rooms.ticket(alone).state is State.WAITING
    assert rooms.texts(alone)[-1] == PEOPLE.asked
    for conversation in (silent, alone):
        rooms.serving.claim(conversation, "a1", "김상담")
        rooms.serving.return_to_bot(conversation, "a1", "", None)
        assert rooms.heard(conversation) == ["EXTERNAL_returned"]


def test_place_in_the_queue_is_drawn_where_it_was_shown(rooms):
    team = {"team": "complaints"}
    first, second = rooms.waiting(**team), rooms.waiting(**team)
    shown = rooms.messages(second)[-1]
    assert (shown.draft.card["position"], shown.draft.card["wait_seconds"] > 0) == (2, True)
    rooms.serving.claim(first, "a1", "김상담")
    (moved,) = rooms.serving.tell_place(second).added
    assert (moved.draft.replaces, moved.draft.card["position"]) == (shown.seq, 1)
    for conversation in (first, second):
        rooms.serving.take_over(conversation, "a1", "김상담")
        rooms.serving.close(conversation, "a1", CloseReason.SOLVED)
