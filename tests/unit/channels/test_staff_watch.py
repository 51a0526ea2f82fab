"""One reader of changes for all consoles: what is new comes once and in order, what is old comes from the store."""

import asyncio

from channels.conversation.handover import Handover, Reason
from channels.staff import watch as watching
from channels.staff.watch import Watch
from tests.fakes_people import FakePeople

LONG = 60.0


async def _asked(people: FakePeople, *names: str) -> list[Handover]:
    return [await people.hand_over(each, Reason.REQUESTED, {}) for each in names]


async def test_console_that_waits_is_told_and_one_that_knows_waits_on():
    people = FakePeople()
    watch = Watch(people)
    await _asked(people, "a")
    assert await watch.after(1, 0.01) == []
    waiting = asyncio.create_task(watch.after(1, LONG))
    await _asked(people, "b")
    assert [each.conversation for each in await waiting] == ["b"]
    assert await watch.after(2, 0.01) == []
    await watch.close()


async def test_what_is_older_than_the_watch_comes_from_the_store():
    people = FakePeople()
    await _asked(people, "a", "b", "c")
    watch = Watch(people)
    assert [each.conversation for each in await watch.after(1, LONG)] == ["b", "c"]
    await watch.close()


async def test_forgotten_changes_are_looked_up_again(monkeypatch):
    monkeypatch.setattr(watching, "_KEPT", 2)
    people = FakePeople()
    watch = Watch(people)
    assert await watch.after(0, 0.01) == []
    names = [f"c{each}" for each in range(6)]
    for name in names:
        await _asked(people, name)
        await watch.after(people._version - 1, LONG)
    assert [each.conversation for each in await watch.after(0, LONG)] == names
    await watch.close()


class Closing(FakePeople):
    async def changes_after(self, version: int, wait: float) -> list[Handover]:
        return []


async def test_watch_ends_when_the_house_closes_and_does_not_ask_on_and_on():
    watch = Watch(Closing())
    assert await watch.after(0, LONG) == []
    assert watch.ended
    assert watch._task is not None
    await watch._task
    await watch.close()
