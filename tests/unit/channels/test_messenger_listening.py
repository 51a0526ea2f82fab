"""Updates are asked for, taken in order and confirmed afterwards: none is lost, and none is taken twice."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError
from telegram import Update
from telegram.error import NetworkError

from channels.telegram.hearing import Ears
from channels.telegram.listening import Listener
from channels.telegram.steady import Steady
from channels.telegram.transport import TransportError, _asked
from channels.telegram.updates import Grouped, Heard, Said


def update(number, chat=7, text="등본"):
    who = {"id": chat, "first_name": "사람"}
    message = {
        "message_id": number,
        "date": 1_700_000_000,
        "chat": {**who, "type": "private"},
        "from": {**who, "is_bot": False},
        "text": text,
    }
    return Update.de_json({"update_id": number, "message": message}, None)


class Slept(list):
    async def __call__(self, seconds):
        self.append(seconds)


class Telegram:
    """Gives what is not confirmed, as Telegram does; then the test is over."""

    def __init__(self, *updates, fails=()):
        self.updates_left, self.asked, self.fails = list(updates), [], list(fails)

    async def listen_here(self):
        pass

    async def updates(self, offset, seconds):
        self.asked.append(offset)
        if self.fails:
            return await _asked(_failing(self.fails.pop(0)))
        self.updates_left = [each for each in self.updates_left if offset is None or each.update_id >= offset]
        if not self.updates_left:
            raise asyncio.CancelledError
        return list(self.updates_left)


async def _failing(error):
    raise error


class Hears:
    def __init__(self, *errors):
        self.taken, self.errors = [], list(errors)

    async def hear(self, heard):
        if self.errors and (error := self.errors.pop(0)):
            raise error
        self.taken.append((heard.chat, heard.update))


async def listen(telegram, ears, *sleep):
    with pytest.raises(asyncio.CancelledError):
        await Listener(telegram, ears, 0, Steady(*(sleep or (Slept(),)))).listen()


async def test_updates_are_confirmed_after_they_were_taken():
    telegram, ears = Telegram(update(5), update(6)), Hears()
    await listen(telegram, ears)
    assert telegram.asked == [None, 7]
    assert ears.taken == [("7", 5), ("7", 6)]


async def test_what_was_being_taken_at_the_end_of_the_process_comes_again():
    telegram = Telegram(update(5), update(6))
    await listen(telegram, Hears(None, asyncio.CancelledError()))
    assert telegram.asked == [None]  # nothing confirmed
    again = Hears()
    await listen(telegram, again)
    assert again.taken == [("7", 5), ("7", 6)]


async def test_an_hour_without_telegram_is_waited_out_and_nothing_is_lost():
    slept, telegram = Slept(), Telegram(update(5), fails=[NetworkError("down") for _ in range(120)])
    ears = Hears()
    await listen(telegram, ears, slept)
    assert sum(slept) > 3600
    assert max(slept) <= 60
    assert ears.taken == [("7", 5)]


async def test_what_the_database_did_not_take_is_taken_again_in_its_order_and_others_do_not_wait():
    locked = OperationalError("locked", {}, Exception())
    telegram = Telegram(update(5, chat=7), update(6, chat=7), update(7, chat=8))
    ears = Hears(locked)
    await listen(telegram, ears)
    assert ears.taken == [("8", 7), ("7", 5), ("7", 6)]


class Seen(set):
    async def was_seen(self, number):
        return number in self

    async def see(self, number):
        self.add(number)


class Voice:
    def __init__(self):
        self.said = []

    async def say_plainly(self, chat, text):
        self.said.append(text)


class Parcels:
    async def make_way(self, heard):
        pass


class Tongues:
    async def tongue(self, heard):
        return self

    words = property(lambda self: self)
    failed, deleted, not_deleted, group = "failed", "deleted", "not_deleted", "group"


class Deleting:
    """``able``: it may delete. ``deeds`` are what it did, in order."""

    def __init__(self, *, able):
        self.able, self.deeds = able, []

    async def delete(self, chat, message):
        self.deeds.append("delete")
        if not self.able:
            raise TransportError("BadRequest", permanent=True)

    async def leave(self, chat):
        self.deeds.append("leave")


def ears_with(takes=None, *, able=True):
    seen, voice, transport = Seen(), Voice(), Deleting(able=able)
    nothing = dict.fromkeys(("commands", "pressing"))
    parts = {"voice": voice, "transport": transport, "steady": Steady(Slept()), "tongues": Tongues()}
    ears = Ears(None, seen, Tongues(), parcels=Parcels(), **nothing, **parts)
    if takes is not None:
        ears._take = takes
    return ears, seen, voice, transport


@pytest.mark.parametrize("error", [KeyError("a mistake"), IndexError(), AssertionError()])
async def test_a_mistake_of_ours_ends_one_update_and_is_owned_up_to(error):
    async def takes(heard):
        raise error

    ears, seen, voice, _ = ears_with(takes)
    await ears.hear(Said(5, "7", 3, "등본"))
    assert seen == {5}
    assert voice.said == ["failed"]


async def test_what_the_database_did_not_take_was_not_seen():
    async def takes(heard):
        raise OperationalError("locked", {}, Exception())

    ears, seen, _, _ = ears_with(takes)
    with pytest.raises(OperationalError):
        await ears.hear(Said(5, "7", 3, "등본"))
    assert seen == set()


async def test_an_update_is_taken_once():
    taken = []

    async def takes(heard):
        taken.append(heard.update)

    ears, *_ = ears_with(takes)
    await asyncio.gather(*(ears.hear(Said(5, "7", 3, "등본")) for _ in range(3)))
    assert taken == [5]


async def test_a_chat_is_heard_in_its_order_however_long_one_takes():
    done, first = [], asyncio.Event()

    async def takes(heard):
        if heard.update == 5:
            await first.wait()
        done.append((heard.chat, heard.update))

    ears, *_ = ears_with(takes)
    hearing = [asyncio.create_task(ears.hear(Heard(number, chat))) for number, chat in [(5, "7"), (6, "7"), (7, "8")]]
    await hearing[2]
    first.set()
    await asyncio.gather(*hearing)
    assert done == [("8", 7), ("7", 5), ("7", 6)]


@pytest.mark.parametrize(("able", "said"), [(True, "deleted"), (False, "not_deleted")])
async def test_a_number_leaves_the_chat_even_when_nothing_can_be_answered(able, said):
    async def takes(heard):
        raise TransportError("BadRequest", permanent=True)

    ears, _, voice, transport = ears_with(takes, able=able)
    await ears.hear(Said(5, "7", 3, "제 번호", written=("900101-1234568",)))
    assert transport.deeds == ["delete"]
    assert voice.said == [said]


@pytest.mark.parametrize("able", [True, False])
async def test_a_number_in_a_group_is_deleted_before_it_is_left_and_the_group_is_declined_once(able):
    ears, _, voice, transport = ears_with(able=able)
    await ears.hear(Grouped(5, "-9", 3, written=("제 번호 900101-1234568",)))
    await ears.hear(Grouped(6, "-9", 4, written=("등본",)))
    assert transport.deeds == ["delete", "leave"]
    assert voice.said == ["deleted" if able else "not_deleted", "group"]
