"""One reader of changes for all consoles: what is new comes once and in order, what is old comes from the store."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from channels.staff import watch as watching
from channels.staff.watch import Watch
from tests.people_room import PeopleRoom

LONG = 60.0


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PeopleRoom]:
    room = PeopleRoom(tmp_path)
    yield room
    await room.close()


async def _asked(room: PeopleRoom, *names: str) -> list[int]:
    """Let each conversation ask for a person and give the versions of the house."""
    return [(await room.asks(each)).version for each in names]


async def test_console_that_waits_is_told_and_one_that_knows_waits_on(room: PeopleRoom):
    watch = Watch(room.people)
    (known,) = await _asked(room, "a")
    assert await watch.after(known, 0.01) == []
    waiting = asyncio.create_task(watch.after(known, LONG))
    (newest,) = await _asked(room, "b")
    assert [each.conversation for each in await waiting] == ["b"]
    assert await watch.after(newest, 0.01) == []
    await watch.close()


async def test_what_is_older_than_the_watch_comes_from_the_store(room: PeopleRoom):
    first, *_ = await _asked(room, "a", "b", "c")
    watch = Watch(room.people)
    assert [each.conversation for each in await watch.after(first, LONG)] == ["b", "c"]
    await watch.close()


async def test_forgotten_changes_are_looked_up_again(room: PeopleRoom, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watching, "_KEPT", 2)
    watch, names = Watch(room.people), [f"c{each}" for each in range(6)]
    assert await watch.after(0, 0.01) == []
    for name in names:
        (version,) = await _asked(room, name)
        await watch.after(version - 1, LONG)
    assert [each.conversation for each in await watch.after(0, LONG)] == names
    await watch.close()


async def test_watch_ends_when_the_house_closes_and_does_not_ask_on_and_on(room: PeopleRoom):
    watch = Watch(room.people)
    room.broadcaster.stop()
    assert await watch.after(0, LONG) == []
    assert watch.ended
    assert watch._task is not None
    await watch._task
    await watch.close()
