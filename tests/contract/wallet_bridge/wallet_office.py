"""The office beside a wallet: a real ledger that knows one really sealed paper, and the root that its seal hangs on."""

import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert

from documents.domain.state import PromiseState
from documents.ledger import schema
from documents.service.database import migrate, open_engine
from tests.unit.documents import paper_house
from tests.unit.documents.paper_samples import draft

MIGRATIONS = Path(schema.__file__).parents[1] / "migrations"
DRAFT = draft()
NUMBER, CODE = DRAFT.number.digits, DRAFT.check_code


@dataclass
class Hands:
    """A clock that a test may set."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def open_office(data: Path, paper: bytes, **changes: object) -> None:
    """Give ``data`` a ledger that knows ``paper``, with ``changes`` to its row, and the root of its seal."""
    paper_house.pki()
    shutil.copytree(paper_house.keys() / "pki", data / "keys" / "pki")
    engine = open_engine(f"sqlite:///{data / 'office.db'}")
    migrate(engine, MIGRATIONS)
    row = {
        "key": "k" * 64, "number": NUMBER, "check_code": CODE, "kind": DRAFT.kind.value, "conversation": "c",
        "verification": "v", "subject": "s", "sealed_request": b"", "state": PromiseState.ACKED.value, "epoch": 1,
        "attempts": 0, "next_attempt_at": 0, "sha256": hashlib.sha256(paper).hexdigest(),
        "issued_at": DRAFT.issued_at, "expires_at": DRAFT.expires_at,
        "created_at": DRAFT.issued_at, "updated_at": DRAFT.issued_at, **changes,
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(schema.promise).values(row))
    engine.dispose()
