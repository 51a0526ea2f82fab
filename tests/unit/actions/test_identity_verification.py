"""A verification belongs to one conversation, counts once, in time, and only for the person who was typed in."""

import asyncio

import pytest

from actions.identity.budget import Budget
from actions.identity.id_token import IdTokenRejected
from actions.identity.person import BadInput
from actions.identity.provider import Approved, IdentityUnavailable, UnknownPerson
from actions.identity.state import NotAsked, NothingToResend, State, TooManyRequests, UnknownProvider
from tests.unit.actions.identity_room import PANEL, PEOPLE, Room

HERE, THERE = "conversation-here", "conversation-there"


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path)
    yield room
    room.close()


async def test_an_approval_makes_the_conversation_live(room):
    await room.approved(HERE)
    person = room.live(HERE)
    assert (person.ci, person.name) == (PEOPLE["seoyeon"].ci, "김서연")
    assert room.told() == ["identity_pending", "identity_approved"]


async def test_the_card_of_the_news_shows_the_state_at_that_moment(room):
    await room.approved(HERE)
    assert [event.body["card"]["state"] for event in room.events.pending()] == ["pending", "approved"]


async def test_the_phone_shows_the_paper_and_the_code_of_the_card(room):
    room.verifications.ask(HERE, "주민등록표(등본) 발급")
    verification = await room.submit(HERE)
    [ringing] = room.phones.asked
    assert ringing.purpose == "주민등록표(등본) 발급"
    assert ringing.code == verification.binding_code
    assert len(ringing.code) == 4
    assert ringing.code.isdigit()


async def test_another_conversation_is_not_live(room):
    await room.approved(HERE)
    assert room.live(THERE) is None
    assert room.verifications.use(THERE, room.clock()) is None


async def test_submitting_without_being_asked_is_refused(room):
    with pytest.raises(NotAsked):
        await room.submit(HERE)
    assert not room.phones.asked


async def test_submitting_while_approved_is_refused(room):
    await room.approved(HERE)
    with pytest.raises(NotAsked):
        await room.submit(HERE)


async def test_a_double_tap_rings_once(room):
    room.verifications.ask(HERE, "등본 발급")
    first, second = await asyncio.gather(room.submit(HERE), room.submit(HERE))
    assert first == second
    assert len(room.phones.asked) == 1


async def test_another_person_typed_in_ends_the_earlier_question(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE, "junho")
    await room.submit(HERE, "seoyeon")
    room.clock.move(seconds=2)
    room.phones.press(room.phones.asked[0], approve=True)
    await room.poller.look()
    assert room.live(HERE) is None
    room.phones.press(room.phones.asked[1], approve=True)
    room.clock.move(seconds=2)
    await room.poller.look()
    assert room.live(HERE).ci == PEOPLE["seoyeon"].ci


async def test_two_people_of_one_name_and_birth_date_are_never_mixed(room):
    await room.approved(HERE, "junho")
    await room.approved(THERE, "junho2")
    here, there = room.live(HERE), room.live(THERE)
    assert (here.name, here.born) == (there.name, there.born)
    assert (here.ci, there.ci) == (PEOPLE["junho"].ci, PEOPLE["junho2"].ci)
    assert here.ci != there.ci


async def test_a_name_that_is_not_the_phones_is_unknown(room):
    room.verifications.ask(HERE, "등본 발급")
    _, birth_date, phone = PANEL["seoyeon"]
    with pytest.raises(UnknownPerson):
        await room.verifications.submit(HERE, "김서현", birth_date, phone, "citizen")
    assert (await room.submit(HERE)).state is State.PENDING, "the panel stays open"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("김", "1988-03-14", "010-0000-0001"), "bad_name"),
        (("김서연1", "1988-03-14", "010-0000-0001"), "bad_name"),
        (("가" * 41, "1988-03-14", "010-0000-0001"), "bad_name"),
        (("김서연", "1988-02-30", "010-0000-0001"), "bad_birth_date"),
        (("김서연", "2026-03-03", "010-0000-0001"), "bad_birth_date"),
        (("김서연", "1888-03-14", "010-0000-0001"), "bad_birth_date"),
        (("김서연", "880314", "010-0000-0001"), "bad_birth_date"),
        (("김서연", "1988-03-14", "02-120"), "bad_phone"),
        (("김서연", "1988-03-14", "012-0000-0001"), "bad_phone"),
        (("김서연", "1988-03-14", "010-0000-00011"), "bad_phone"),
    ],
)
async def test_unreadable_input_has_its_code_and_rings_nobody(room, typed, code):
    room.verifications.ask(HERE, "등본 발급")
    with pytest.raises(BadInput) as error:
        await room.verifications.submit(HERE, *typed, "citizen")
    assert error.value.code == code
    assert not room.phones.asked


@pytest.mark.parametrize("phone", ["01000000001", "010 0000 0001", "010.0000.0001", "０１０－００００－０００１"])
async def test_a_phone_is_read_however_it_is_typed(room, phone):
    room.verifications.ask(HERE, "등본 발급")
    await room.verifications.submit(HERE, "김서연", "1988-03-14", phone, "citizen")
    assert room.phones.asked[0].person.phone == "01000000001"


async def test_an_unknown_way_to_prove_oneself_is_refused(room):
    room.verifications.ask(HERE, "등본 발급")
    with pytest.raises(UnknownProvider):
        await room.verifications.submit(HERE, *PANEL["seoyeon"], "nobody")


async def test_a_provider_that_is_down_leaves_the_panel_open(room):
    room.verifications.ask(HERE, "등본 발급")
    room.phones.down = True
    with pytest.raises(IdentityUnavailable):
        await room.submit(HERE)
    room.phones.down = False
    assert (await room.submit(HERE)).state is State.PENDING


async def test_a_refusal_is_told_and_one_tap_asks_again(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    room.phones.press(room.phones.asked[0], approve=False)
    room.clock.move(seconds=2)
    await room.poller.look()
    assert room.live(HERE) is None
    again = await room.verifications.resend(HERE)
    assert again.state is State.PENDING
    assert room.told() == ["identity_pending", "identity_refused", "identity_pending"]


async def test_silence_is_told_after_thirty_seconds_once(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    for _ in range(40):
        room.clock.move(seconds=1)
        await room.poller.look()
    assert room.told() == ["identity_pending", "identity_slow"]


async def test_silence_ends_after_five_minutes_and_one_tap_resumes(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    room.clock.move(minutes=5)
    await room.poller.look()
    assert room.told()[-1] == "identity_expired"
    room.phones.press(room.phones.asked[0], approve=True)
    assert (await room.verifications.resend(HERE)).state is State.PENDING
    room.phones.press(room.phones.asked[1], approve=True)
    room.clock.move(seconds=2)
    await room.poller.look()
    assert room.live(HERE)


async def test_what_was_typed_cannot_be_sent_again_a_quarter_of_an_hour_later(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    room.clock.move(minutes=16)
    await room.poller.look()
    await room.poller.look()
    with pytest.raises(NothingToResend):
        await room.verifications.resend(HERE)


async def test_nothing_was_sent_so_nothing_is_sent_again(room):
    with pytest.raises(NothingToResend):
        await room.verifications.resend(HERE)
    room.verifications.ask(HERE, "등본 발급")
    with pytest.raises(NothingToResend):
        await room.verifications.resend(HERE)


async def test_a_resent_question_makes_the_first_approval_worthless(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    await room.verifications.resend(HERE)
    room.phones.press(room.phones.asked[0], approve=True)
    room.clock.move(seconds=2)
    await room.poller.look()
    assert room.live(HERE) is None


async def test_an_approval_unused_for_ten_minutes_is_over(room):
    await room.approved(HERE)
    room.clock.move(minutes=9, seconds=59)
    assert room.live(HERE)
    room.clock.move(seconds=1)
    assert room.live(HERE) is None
    assert room.verifications.use(HERE, room.clock()) is None


async def test_a_used_approval_serves_further_papers_for_fifteen_minutes(room):
    verification = await room.approved(HERE)
    assert room.verifications.use(HERE, room.clock()).verification == verification.id
    room.clock.move(minutes=14, seconds=59)
    assert room.verifications.use(HERE, room.clock()).verification == verification.id
    room.clock.move(seconds=1)
    assert room.verifications.use(HERE, room.clock()) is None


async def test_the_owner_of_a_finished_paper_stays_known_to_their_conversation_only(room):
    verification = await room.approved(HERE)
    room.clock.move(days=30)
    assert room.verifications.owner(HERE, verification.id).ci == PEOPLE["seoyeon"].ci
    assert room.verifications.owner(THERE, verification.id) is None
    assert room.verifications.owner(HERE, "unknown") is None


async def test_an_approval_that_comes_twice_counts_once(room):
    verification = await room.approved(HERE)
    room.verifications.use(HERE, room.clock())
    room.clock.move(minutes=12)
    room.answers.settle(verification.id, Approved(room.phones.proof(room.phones.asked[0])))
    room.clock.move(minutes=4)
    assert room.live(HERE) is None
    assert room.told().count("identity_approved") == 1


async def test_parallel_approvals_count_once(room):
    room.verifications.ask(HERE, "등본 발급")
    verification = await room.submit(HERE)
    room.phones.press(room.phones.asked[0], approve=True)
    status = Approved(room.phones.proof(room.phones.asked[0]))
    await asyncio.gather(*(asyncio.to_thread(room.answers.settle, verification.id, status) for _ in range(8)))
    assert room.told().count("identity_approved") == 1


async def test_an_approval_that_arrives_late_is_worthless(room):
    room.verifications.ask(HERE, "등본 발급")
    verification = await room.submit(HERE)
    room.phones.press(room.phones.asked[0], approve=True)
    room.clock.move(minutes=5)
    room.answers.settle(verification.id, Approved(room.phones.proof(room.phones.asked[0])))
    assert room.live(HERE) is None
    assert room.told()[-1] == "identity_expired"


async def test_an_approval_of_somebody_else_is_refused(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE, "seoyeon")
    room.phones.proves = "minjae"
    room.phones.press(room.phones.asked[0], approve=True)
    room.clock.move(seconds=2)
    await room.poller.look()
    assert room.live(HERE) is None
    assert room.told()[-1] == "identity_refused"


async def test_an_answer_that_proves_nothing_ends_the_question(room, monkeypatch):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)

    async def forged(_request_id):
        raise IdTokenRejected("id_token_invalid")

    monkeypatch.setattr(room.phones, "status", forged)
    room.clock.move(seconds=2)
    await room.poller.look()
    assert room.told()[-1] == "identity_expired"


async def test_stopping_ends_the_question_and_forgets_what_was_typed(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    assert room.verifications.withdraw(HERE)
    assert room.told()[-1] == "identity_withdrawn"
    with pytest.raises(NotAsked):
        await room.submit(HERE)
    room.phones.press(room.phones.asked[0], approve=True)
    room.clock.move(seconds=2)
    await room.poller.look()
    assert room.live(HERE) is None
    assert not room.verifications.withdraw(HERE)
    with pytest.raises(NothingToResend):
        await room.verifications.resend(HERE)


async def test_asking_again_keeps_what_waits_or_is_live(room):
    asked = room.verifications.ask(HERE, "등본 발급")
    assert room.verifications.ask(HERE, "초본 발급").id == asked.id
    pending = await room.submit(HERE)
    assert room.phones.asked[0].purpose == "초본 발급"
    assert room.verifications.ask(HERE, "등본 발급") == pending
    room.phones.press(room.phones.asked[0], approve=True)
    room.clock.move(seconds=2)
    await room.poller.look()
    assert room.verifications.ask(HERE, "등본 발급").state is State.APPROVED
    room.clock.move(minutes=11)
    assert room.verifications.ask(HERE, "등본 발급").state is State.REQUESTED


async def test_too_many_requests_of_one_conversation_are_refused(tmp_path):
    room = Room(tmp_path, Budget(conversation="2/10minutes", phone="100/10minutes"))
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    await room.verifications.resend(HERE)
    with pytest.raises(TooManyRequests):
        await room.verifications.resend(HERE)
    room.close()


async def test_a_phone_does_not_ring_without_end_for_many_conversations(tmp_path):
    room = Room(tmp_path, Budget(conversation="100/10minutes", phone="2/10minutes"))
    for number in range(3):
        room.verifications.ask(f"conversation-{number}", "등본 발급")
    await room.submit("conversation-0")
    await room.submit("conversation-1")
    with pytest.raises(TooManyRequests):
        await room.submit("conversation-2")
    assert (await room.submit("conversation-2", "minjae")).state is State.PENDING
    room.close()


async def test_a_restart_in_the_middle_loses_nothing(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    _, _, poller = room.process()
    room.phones.press(room.phones.asked[0], approve=True)
    room.clock.move(seconds=2)
    await poller.look()
    assert room.live(HERE)


async def test_two_processes_do_not_look_twice(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    _, _, other = room.process()
    room.clock.move(seconds=2)
    await asyncio.gather(room.poller.look(), other.look())
    assert room.phones.looks == 1


async def test_a_provider_that_is_down_while_polled_is_asked_again(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    room.phones.down = True
    room.clock.move(seconds=2)
    await room.poller.look()
    room.phones.down = False
    room.phones.press(room.phones.asked[0], approve=True)
    room.clock.move(seconds=3)
    await room.poller.look()
    assert room.live(HERE)


async def test_the_poller_notices_by_itself(room):
    noticed, loop = asyncio.Event(), asyncio.get_running_loop()
    looking = asyncio.create_task(room.poller.run())
    room.verifications.subscribe(room.poller.wake)
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    room.phones.press(room.phones.asked[0], approve=True)
    room.clock.move(seconds=2)
    room.events.subscribe(lambda: loop.call_soon_threadsafe(noticed.set))
    room.poller.wake()
    await asyncio.wait_for(noticed.wait(), 60)
    assert room.live(HERE)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)


async def test_nothing_personal_is_readable_in_the_database_or_the_news(room):
    await room.approved(HERE)
    room.verifications.ask(THERE, "등본 발급")
    await room.submit(THERE, "malsoon")
    stored = room.raw()
    seoyeon = PEOPLE["seoyeon"]
    for secret in (seoyeon.name, seoyeon.ci, "1988-03-14", "박말순", "01000000003", "auth-0", "auth-1"):
        assert secret not in stored
    assert "김서연" not in repr(room.live(HERE))
