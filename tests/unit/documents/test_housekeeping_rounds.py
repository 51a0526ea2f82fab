"""Work that comes round goes on after a bad day, and stops when the process does."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from documents.domain.errors import Unavailable
from documents.service.housekeeping import every


class Chore:
    """Fails in its first round; says when it has been done ``rounds`` times."""

    def __init__(self, rounds, error=None):
        self.rounds, self.error, self.done, self.enough = rounds, error, 0, asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def __call__(self):
        self.done += 1
        if self.done == self.rounds:
            self.loop.call_soon_threadsafe(self.enough.set)
        if self.done == 1 and self.error:
            raise self.error


async def run_until_enough(chore, period):
    task = asyncio.create_task(every(period, chore, "chore"))
    await asyncio.wait_for(chore.enough.wait(), 60)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return task


async def test_the_first_round_is_at_once():
    chore = Chore(rounds=1)
    task = await run_until_enough(chore, timedelta(days=1))
    assert task.cancelled()
    assert chore.done == 1


async def test_a_round_that_fails_is_an_alarm_and_the_next_one_comes():
    chore = Chore(rounds=3, error=Unavailable("seal_down"))
    with structlog.testing.capture_logs() as said:
        await run_until_enough(chore, timedelta(milliseconds=1))
    assert [(each["event"], each["code"], each["work"]) for each in said] == [("alarm", "seal_down", "chore")]


async def test_an_error_of_the_program_is_a_louder_alarm_and_no_silent_stop():
    chore = Chore(rounds=3, error=ZeroDivisionError("of 김서연"))
    with structlog.testing.capture_logs() as said:
        await run_until_enough(chore, timedelta(milliseconds=1))
    assert said == [
        {"event": "alarm", "log_level": "critical", "code": "round_error", "kind": "ZeroDivisionError", "work": "chore"}
    ]
