"""Telegram's pace in a time of the test's own: nothing waits for real."""

import asyncio
import selectors

import pytest

from channels.telegram.pace import BURST, Pace


class Leaping(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer as soon as nothing else is to be done."""

    def __init__(self):
        super().__init__(selectors.SelectSelector())
        self.now = 0.0

    def time(self):
        return self.now

    def _run_once(self):
        if not self._ready and self._scheduled:
            self.now = max(self.now, min(timer._when for timer in self._scheduled if not timer._cancelled))
        super()._run_once()


def sent_at(calls):
    """Make ``calls`` (method, chat) at once and give when each went out, in seconds."""
    loop, at = Leaping(), []

    async def go(method, chat):
        async def send():
            at.append(loop.time())
            return True

        data = {} if chat is None else {"chat_id": chat}
        await pace.process_request(send, (), {}, method, data, None)

    async def all_of_them():
        await asyncio.gather(*(go(method, chat) for method, chat in calls))

    pace = Pace()
    try:
        loop.run_until_complete(all_of_them())
    finally:
        loop.close()
    return at


def test_a_chat_gets_a_short_burst_and_then_one_message_a_second():
    at = sent_at([("sendMessage", "7")] * (BURST + 5))
    assert at[:BURST] == [0] * BURST
    assert at[BURST:] == pytest.approx([1, 2, 3, 4, 5], abs=0.1)


def test_all_chats_together_get_thirty_calls_a_second():
    at = sent_at([("sendMessage", str(chat)) for chat in range(75)])
    assert max(sum(start <= each < start + 1 for each in at) for start in at) <= 61  # a full bucket, and what leaks
    assert max(at) >= 1.4


def test_signs_and_other_calls_wait_for_no_chat():
    assert max(sent_at([("sendChatAction", "7")] * (BURST + 5))) == 0
    assert max(sent_at([("answerCallbackQuery", None)] * 100)) == 0


def test_buckets_that_are_empty_again_are_forgotten():
    async def many():
        pace = Pace()
        for chat in range(514):
            await pace._chat(str(chat)).acquire()
        loop.now += 60
        pace._chat("one more")
        return len(pace._chats)

    loop = Leaping()
    try:
        assert loop.run_until_complete(many()) == 1
    finally:
        loop.close()
