"""An open console: its events go on while it beats, and it is told when its session is over."""

from collections.abc import Iterator

import pytest

from channels.staff import stream
from tests.staff_house import StaffHouse, staff_house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffHouse]:
    with staff_house(tmp_path_factory.mktemp("stream")) as house:
        yield house


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_BEAT", 0.2)


def _lines(house: StaffHouse, login: str) -> Iterator[str]:
    """Open a console and give its lines; end the session once it is open."""
    member = house.member(login)
    here = {"at": f"{house.run(house.room.people.version())}.0.0"}
    with member.http.stream("GET", "/events", params=here) as opened:
        for line in opened.iter_lines():
            if line.startswith(": open"):
                house.run(house.room.asks(login.ljust(24, "x")))
            if line == "event: ticket":
                assert member.post("/sign-out").status_code == 303
            yield line


def test_a_console_is_told_of_the_queue_and_then_that_its_session_is_over(house: StaffHouse):
    events = [line.removeprefix("event: ") for line in _lines(house, "leaving") if line.startswith("event:")]
    assert events == ["ticket", "ended"]


def test_each_event_brings_the_place_where_the_console_stands(house: StaffHouse):
    lines = list(_lines(house, "counting"))
    before = lines.index("event: ticket")
    version = house.run(house.room.people.version())
    assert lines[before - 1] == f"id: {version}.0.0"
    assert lines[before + 1].startswith("data: {")
    assert '"conversation": "counting' in lines[before + 1]
