"""The public check in a ledger of a thousand papers and in one of a million: it must not grow by more than a fifth.

Two databases of one server, asked in turns: what the machine's other load does to one, it does to the other. Each is
left as a house leaves it at night: analysed and vacuumed, since PostgreSQL writes to a row that is read for the first
time after it was committed.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import Engine, event, insert, text

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber, draw_check_code
from documents.domain.state import PromiseState
from documents.ledger.issued import IssuedLedger
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.schema import promise
from documents.service.database import migrate, open_engine
from tests.bench.figures import Figure, figure
from tests.fakes_documents import NOON
from tests.postgres import fresh_database

FEW, MANY, CHECKS, WARM = 1_000, 1_000_000, 2_000, 200
_AT_ONCE = 10_000


def measure(name: str, server: str | None, many: int = MANY) -> Iterator[Figure]:
    """Fill two databases and check in both. ``server``: PostgreSQL; None for SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        short, long = (_filled(_place(server, Path(folder), count), count) for count in (FEW, many))
        few, lot = _in_turns(short, long)
    growth = median(lot) / median(few)
    yield figure(f"ledger: check by number, {FEW:,} papers, {name}", few, "ms")
    yield figure(f"ledger: check by number, {many:,} papers, {name}", lot, "ms")
    yield Figure(f"ledger: check, {many // FEW:,} times the papers, {name}", growth, None, "×", "must stay below 1.2")


def _place(server: str | None, folder: Path, count: int) -> str:
    return fresh_database(server) if server else f"sqlite:///{folder / f'{count}.db'}"


def _filled(url: str, count: int) -> tuple[IssuedLedger, list[str]]:
    """Give the ledger as the public check opens it, and its numbers."""
    filling = open_engine(url)
    migrate(filling, MIGRATIONS)
    load = _copy if filling.dialect.name == "postgresql" else _insert
    numbers = load(filling, count)
    with filling.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for order in ("VACUUM ANALYZE",) if filling.dialect.name == "postgresql" else ("ANALYZE",):
            connection.execute(text(order))
    filling.dispose()
    return IssuedLedger(open_engine(url, read_only=True)), numbers


def _in_turns(*ledgers: tuple[IssuedLedger, list[str]]) -> list[list[float]]:
    """Time single checks of random papers, now in one ledger, now in the other. Give milliseconds for each."""
    chance = Random(7)  # noqa: S311 - the same papers every time
    took: list[list[float]] = [[] for _ in ledgers]
    for _ in range(CHECKS + WARM):
        for place, (ledger, numbers) in enumerate(ledgers):
            number = PaperNumber(chance.choice(numbers))
            begun = time.perf_counter()
            assert ledger.find_issued(number) is not None
            took[place].append((time.perf_counter() - begun) * 1000)
    for ledger, _ in ledgers:
        ledger.engine.dispose()
    return [each[WARM:] for each in took]


def _insert(engine: Engine, count: int) -> list[str]:
    numbers: list[str] = []
    engine.dispose()
    event.listen(engine, "connect", _hasten)
    for begun in range(0, count, _AT_ONCE):
        rows = [_row(place) for place in range(begun, min(begun + _AT_ONCE, count))]
        with engine.begin() as connection:
            connection.execute(insert(promise), rows)
        numbers += [str(row["number"]) for row in rows]
    return numbers


def _hasten(connection: Any, _record: Any) -> None:
    """For filling only. A gigabyte in memory: indexes of random values are not read from the disk again and again."""
    for order in ("PRAGMA synchronous=OFF", "PRAGMA cache_size=-1000000"):
        connection.execute(order)


def _copy(engine: Engine, count: int) -> list[str]:
    numbers: list[str] = []
    columns = ", ".join(_row(0))
    raw = engine.raw_connection()
    driver: Any = raw.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY promise ({columns}) FROM STDIN") as copy:
        for row in map(_row, range(count)):
            copy.write_row(list(row.values()))
            numbers.append(str(row["number"]))
    driver.commit()
    raw.close()
    return numbers


_RANDOM = Random(11)  # noqa: S311 - only to spread over the indexes as digests do


def _row(place: int) -> dict[str, object]:
    return {
        "key": _RANDOM.randbytes(32).hex(),
        "number": PaperNumber.draw().digits,
        "check_code": draw_check_code(),
        "kind": PaperKind.RESIDENT_REGISTER.value,
        "conversation": f"chat-{place // 3}",
        "verification": f"verification-{place // 3}",
        "subject": _RANDOM.randbytes(32).hex(),
        "sealed_request": _RANDOM.randbytes(400),
        "sealed_draft": _RANDOM.randbytes(1500),
        "state": PromiseState.ACKED.value,
        "epoch": 1,
        "attempts": 0,
        "next_attempt_at": 0.0,
        "sha256": _RANDOM.randbytes(32).hex(),
        "blob": f"{place}.sealed",
        "issued_at": NOON,
        "expires_at": NOON + timedelta(days=90),
        "created_at": NOON,
        "updated_at": NOON,
    }
