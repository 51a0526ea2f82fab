import asyncio

import pytest

from channels.conversation.patience import Patience

SECONDS = 0.03


class Told:
    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []
        self.rung = asyncio.Event()

    async def __call__(self, conversation, engine_down):
        self.told.append((conversation, engine_down))
        self.rung.set()

    async def next(self):
        await asyncio.wait_for(self.rung.wait(), 60)
        self.rung.clear()


@pytest.fixture
async def told():
    return Told()


@pytest.fixture
async def patience(told):
    patience = Patience(SECONDS, told)
    yield patience
    patience.stop()


async def pass_time():
    """Let more than the patience pass on the loop's own clock."""
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(SECONDS * 3, over.set)
    await over.wait()


async def test_silence_is_excused_once(patience, told):
    patience.begin("c")
    patience.begin("c")
    await told.next()
    await pass_time()
    assert told.told == [("c", False)]


async def test_citizen_who_speaks_again_is_told_again(patience, told):
    patience.begin("c")
    await told.next()
    patience.begin("c")
    await told.next()
    assert len(told.told) == 2


async def test_trouble_changes_the_words(patience, told):
    patience.begin("c")
    patience.trouble("c")
    patience.trouble("nobody")
    await told.next()
    assert told.told == [("c", True)]


async def test_answer_in_time_needs_no_excuse(patience, told):
    patience.begin("c")
    patience.end("c")
    await pass_time()
    assert told.told == []


async def test_who_still_waits_after_an_answer_waits_anew(patience, told):
    patience.begin("c")
    patience.spoke("c")
    await told.next()
    assert told.told == [("c", False)]
