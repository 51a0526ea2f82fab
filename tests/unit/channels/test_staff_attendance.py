"""Signs of open consoles are gathered: many are one transaction, and none is lost when the house closes."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from channels.conversation.people import People
from channels.staff.attendance import Attendance
from tests.people_room import PeopleRoom
from tests.staff_house import Moving


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
async def room(tmp_path: Path, clock: Moving) -> AsyncIterator[PeopleRoom]:
    room = PeopleRoom(tmp_path, clock)
    yield room
    await room.close()


async def test_a_hundred_consoles_are_one_transaction(room: PeopleRoom, monkeypatch: pytest.MonkeyPatch):
    written: list[int] = []
    write = People.all_present

    async def counted(people: People, capacities: Mapping[str, int]) -> None:
        written.append(len(capacities))
        await write(people, capacities)

    monkeypatch.setattr(People, "all_present", counted)
    attendance = Attendance(room.people)
    for number in range(100):
        attendance.seen(f"a{number:02}", 5)
    attendance.seen("a07", 0)  # away by now
    await attendance.close()
    there = {each.agent: each.capacity for each in await room.people.presence()}
    assert written == [100]
    assert len(there) == 100
    assert (there["a07"], there["a08"]) == (0, 5)


async def test_what_is_seen_is_written_without_a_close(room: PeopleRoom):
    attendance = Attendance(room.people)
    attendance.seen("a1", 3)
    assert attendance._task is not None
    await attendance._task
    assert [each.agent for each in await room.people.presence()] == ["a1"]
    await attendance.close()


async def test_an_agent_unseen_for_a_minute_is_gone(room: PeopleRoom, clock: Moving):
    attendance = Attendance(room.people)
    attendance.seen("gone", 3)
    await attendance.close()
    clock.ahead += timedelta(seconds=61)
    attendance.seen("there", 3)
    await attendance.close()
    assert [each.agent for each in await room.people.presence()] == ["there"]
