"""The public check in a ledger of a thousand papers and in one of a million: it must not grow by more than a fifth."""

import secrets
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import Engine, insert, text

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber, draw_check_code
from documents.domain.state import PromiseState
from documents.ledger.issued import IssuedLedger
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.schema import promise
from documents.service.database import migrate, open_engine
from tests.bench.figures import Figure, figure
from tests.fakes_documents import NOON

FEW, MANY, AT_ONCE, CHECKS = 1_000, 1_000_000, 5_000, 1_000


def measure(name: str, url: str | None) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(url or f"sqlite:///{Path(folder) / 'office.db'}")
        migrate(engine, MIGRATIONS)
        numbers = _fill(engine, 0, FEW)
        few = _checks(engine, numbers)
        numbers += _fill(engine, FEW, MANY)
        many = _checks(engine, numbers)
        engine.dispose()
    yield figure(f"ledger: check by number, {FEW:,} papers, {name}", few, "ms")
    yield figure(f"ledger: check by number, {MANY:,} papers, {name}", many, "ms")
    growth = median(many) / median(few)
    yield Figure(f"ledger: check, a thousand times the papers, {name}", growth, None, "×", "must stay below 1.2")


def _checks(engine: Engine, numbers: list[str]) -> list[float]:
    issued, chance, samples = IssuedLedger(engine), Random(7), []  # noqa: S311 - the same papers every time
    for number in chance.choices(numbers, k=CHECKS + 100):
        begun = time.perf_counter()
        assert issued.find_issued(PaperNumber(number)) is not None
        samples.append((time.perf_counter() - begun) * 1000)
    return samples[100:]


def _fill(engine: Engine, start: int, stop: int) -> list[str]:
    numbers: list[str] = []
    for begun in range(start, stop, AT_ONCE):
        rows = [_row(place) for place in range(begun, min(begun + AT_ONCE, stop))]
        with engine.begin() as connection:
            connection.execute(insert(promise), rows)
        numbers += [str(row["number"]) for row in rows]
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return numbers


def _row(place: int) -> dict[str, object]:
    return {
        "key": secrets.token_hex(32),
        "number": PaperNumber.draw().digits,
        "check_code": draw_check_code(),
        "kind": PaperKind.RESIDENT_REGISTER.value,
        "conversation": f"chat-{place // 3}",
        "verification": f"verification-{place // 3}",
        "subject": secrets.token_hex(32),
        "sealed_request": bytes(400),
        "sealed_draft": bytes(1500),
        "state": PromiseState.ACKED.value,
        "epoch": 1,
        "attempts": 0,
        "next_attempt_at": 0.0,
        "sha256": secrets.token_hex(32),
        "blob": f"{place}.sealed",
        "issued_at": NOON,
        "expires_at": NOON + timedelta(days=90),
        "created_at": NOON,
        "updated_at": NOON,
    }
