"""The hall's presence: who is told of whom, for how long, how often, and never more than where somebody stands."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.counter.visitors import IN_SIGHT, MOST_SHOWN, SILENCE, STEPS_A_SECOND, Visit, Visitors


@dataclass
class House:
    """A hall whose clock and ticks the test leads. ``rung`` are the conversations that were rung."""

    stack: ExitStack
    time: float = 1000.0
    rung: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hall = Visitors(now=lambda: self.time)

    def socket(self, conversation: str) -> Visit:
        return self.stack.enter_context(self.hall.visit(conversation, lambda: self.rung.append(conversation)))

    def at(self, conversation: str, x: int, z: int = 20, *, sits: bool = False) -> Visit:
        visit = self.socket(conversation)
        assert walk(visit, x, z, sits=sits)
        return visit


def walk(visit: Visit, x: int, z: int = 20, *, sits: bool = False) -> bool:
    return visit.takes(json.dumps({"type": "presence", "spot": [x, z], "sits": sits}))


def leave(visit: Visit) -> None:
    assert visit.takes('{"type": "presence", "spot": null}')


def stands(visit: Visit) -> list[list[Any]]:
    (frame,) = visit.news()
    return [stand for _, *stand in frame["others"]]


@pytest.fixture
def house() -> Iterator[House]:
    with ExitStack() as stack:
        yield House(stack)


async def test_who_enters_is_told_of_everybody_and_then_only_of_changes(house: House):
    here, there = house.at("a", 0), house.at("b", 30, 25, sits=True)
    house.hall.tick()
    (first,) = here.news()
    assert (first["all"], [stand[1:] for stand in first["others"]]) == (True, [[30, 25, True]])
    assert here.news() == []
    walk(there, 31)
    house.hall.tick()
    (then,) = here.news()
    assert (then["all"], [stand[1:] for stand in then["others"]]) == (False, [[31, 20, False]])
    assert there.news()[0]["others"][0][1:] == [0, 20, False]


async def test_nothing_is_rung_where_nobody_moved(house: House):
    here = house.at("a", 0)
    house.hall.tick()
    house.rung.clear()
    walk(here, 0)
    house.hall.tick()
    assert house.rung == []


async def test_who_leaves_hangs_up_or_falls_silent_is_gone(house: House):
    here, leaving, silent = house.at("a", 0), house.at("b", 1), house.at("c", 2)
    with house.hall.visit("d", lambda: None) as hanging_up:
        walk(hanging_up, 3)
        house.hall.tick()
        ids = [stand[0] for stand in here.news()[0]["others"]]
    leave(leaving)
    house.hall.tick()
    assert sorted(here.news()[0]["gone"]) == sorted(set(ids) - {silent.id})
    house.time += SILENCE
    walk(here, 0)
    house.time += 1
    house.hall.tick()
    assert here.news()[0]["gone"] == [silent.id]
    assert silent.news() == []


async def test_who_comes_back_has_a_new_number_and_is_told_all_again(house: House):
    here, other = house.at("a", 0), house.at("b", 5)
    house.hall.tick()
    here.news()
    before = here.id
    leave(here)
    walk(here, 0)
    house.hall.tick()
    assert here.id != before
    (frame,) = here.news()
    assert frame["all"]
    assert [stand[0] for stand in frame["others"]] == [other.id]
    assert other.news()[0]["others"][0][0] == here.id


async def test_frame_holds_numbers_and_nothing_of_the_conversation(house: House):
    here = house.at("conversation-one", 0)
    house.at("conversation-two", 5)
    house.hall.tick()
    (frame,) = here.news()
    assert set(frame) == {"type", "all", "others", "gone", "more"}
    assert "conversation" not in json.dumps(frame)


async def test_only_the_nearest_are_told_of_and_the_rest_is_a_number(house: House):
    here = house.at("here", 0)
    for number in range(40):
        house.at(str(number), number + 1)
    house.at("far", -100)
    walk(here, IN_SIGHT - 99)
    house.hall.tick()
    (frame,) = here.news()
    near = sorted(range(1, 41), key=lambda x: abs(x - (IN_SIGHT - 99)))[:MOST_SHOWN]
    assert sorted(stand[1] for stand in frame["others"]) == sorted(near)
    assert frame["more"] == 41 - MOST_SHOWN


async def test_of_one_citizen_only_the_page_that_moved_last_is_there(house: House):
    phone, desktop, other = house.at("a", 0), house.at("a", 10), house.at("b", 20)
    house.hall.tick()
    assert stands(other) == [[10, 20, False]]
    assert phone.news() == []
    assert stands(desktop) == [[20, 20, False]]


async def test_steps_beyond_the_allowance_are_passed_over(house: House):
    here = house.at("a", 0)
    for x in range(1, 50):
        assert walk(here, x)
    assert here.stand[0] == STEPS_A_SECOND - 1
    house.time += 1 / STEPS_A_SECOND
    walk(here, 60)
    assert here.stand[0] == 60


@pytest.mark.parametrize(
    "frame",
    [
        '{"type": "presence", "spot": [101, 20]}',
        '{"type": "presence", "spot": [0, 41]}',
        '{"type": "presence", "spot": [0, -1]}',
        '{"type": "presence", "spot": [0.5, 20]}',
        '{"type": "presence", "spot": ["1", 20]}',
        '{"type": "presence", "spot": [0, 20, 1]}',
        '{"type": "presence", "spot": [0, 20], "sits": "yes"}',
        '{"type": "presence"}',
        '{"type": "typing"}',
        "[]",
        "presence",
    ],
)
async def test_what_is_no_step_on_the_floor_is_not_taken(house: House, frame: str):
    visit = house.socket("a")
    assert not visit.takes(frame)
    house.hall.tick()
    assert house.rung == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.one_of(st.none(), st.integers(-100, 100)), st.booleans()), max_size=40))
def test_what_a_page_adds_up_is_always_what_the_hall_holds(steps: list[tuple[int, int | None, bool]]):
    async def play() -> None:
        with ExitStack() as stack:
            house = House(stack)
            me = house.at("me", 0)
            visits = [house.socket(str(number)) for number in range(5)]
            held: dict[int, list[Any]] = {}
            for who, x, tick in steps:
                house.time += 1
                walk(me, 0)
                if x is None:
                    leave(visits[who])
                else:
                    walk(visits[who], x)
                if tick:
                    house.hall.tick()
                    add(held, me)
            house.hall.tick()
            add(held, me)
            near = {v.id: list(v.stand) for v in visits if v.rank >= 0 and abs(v.stand[0]) <= IN_SIGHT}
            assert held == near

    asyncio.run(play())


def add(held: dict[int, list[Any]], visit: Visit) -> None:
    """Take frames as a page does."""
    for frame in visit.news():
        if frame["all"]:
            held.clear()
        held.update({number: stand for number, *stand in frame["others"]})
        for number in frame["gone"]:
            held.pop(number, None)
