"""After everything else in this folder: what the house has written down about people. Runs last, by its name."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import httpx
import pytest

from documents.registers.town.town import open_town
from tests.e2e.citizen import Citizen
from tests.e2e.conftest import Meet
from tests.e2e.house import House

pytestmark = pytest.mark.engine
CANARY = "910203-1098765"
DIGITS = CANARY.replace("-", "")
WAYS = (
    CANARY,
    DIGITS,
    "910203 1098765",
    "９１０２０３－１０９８７６５",
    "9 1 0 2 0 3 1 0 9 8 7 6 5",
    "구일영이영삼 일영구팔칠육오",
)
"""The same number as people write it."""
SOMEBODY_ELSES = "sandbox.db"
"""The registers' own database: where such numbers belong."""


def spread(house: House, citizen: Citizen) -> list[httpx.Response]:
    """Write the number into every field that takes text, of every door."""
    counter, wallet = house.url("counter"), house.url("wallet")
    for way in WAYS:
        citizen.say(f"제 주민번호는 {way} 이에요")
    panel = [citizen.fill_panel(**{field: CANARY}) for field in ("name", "birth_date", "phone", "provider")]
    outside = [
        httpx.post(f"{counter}/api/conversations", json={"channel": CANARY}),
        httpx.get(f"{wallet}/verify/{DIGITS}", params={"check": DIGITS}),
        httpx.post(f"{wallet}/verify", json={"sha256": CANARY}),
        httpx.post(f"{wallet}/verify", files={"file": (f"{CANARY}.pdf", CANARY.encode(), "application/pdf")}),
        httpx.post(f"{wallet}/deliveries", json={"holder": CANARY}, headers={"Idempotency-Key": CANARY}),
        httpx.get(f"{wallet}/log/proof/{CANARY}"),
        httpx.post(f"{house.url('sandbox')}/phone/{DIGITS}/approve"),
        citizen.http.get(f"/api/conversations/{citizen.id}/documents/{DIGITS}"),
    ]
    return [*panel, *outside]


def files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "model" not in path.parts and not path.name.startswith(SOMEBODY_ELSES):
            yield path


def read_unless_gone(path: Path) -> bytes:
    """Read a file of the open house, whose databases drop their journals at any moment."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def found_in(folder: Path, numbers: set[bytes]) -> list[str]:
    """Name the files that hold one of the numbers, never the number."""
    held = ((path, read_unless_gone(path)) for path in files(folder))
    return [path.relative_to(folder).as_posix() for path, content in held if any(each in content for each in numbers)]


def test_no_registration_number_is_written_down_anywhere(house: House, meet: Meet) -> None:
    citizen = meet("malsoon")
    citizen.get_paper()
    answers = spread(house, citizen)
    assert all(answer.status_code < 500 for answer in answers), answers
    assert not any(DIGITS in answer.text.replace("-", "") for answer in answers), "an answer must not repeat it"
    citizen.wait_text("주민등록번호")

    residents = [person.rrn.open() for person in open_town().people]
    written = {way.encode() for way in chain([*WAYS, *residents], (rrn.replace("-", "") for rrn in residents))}
    assert len(residents) > 200
    assert found_in(house.data, written) == []


def test_the_search_would_find_one(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "x.log").write_bytes(b'{"event": "' + CANARY.encode() + b'"}')
    (tmp_path / "sandbox.db-wal").write_bytes(CANARY.encode())
    assert found_in(tmp_path, {CANARY.encode()}) == ["logs/x.log"]
