"""Consent to the use of health data (개인정보 보호법 제23조): given apart from others, kept with the check."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Engine, Integer, MetaData, String, Table, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite

from documents.ledger.schema import UtcDateTime
from documents.ledger.transactions import run

HEALTH = "health_data"
metadata = MetaData()
consent = Table(
    "consent",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("verification", String(32), nullable=False),
    Column("conversation", String(64), nullable=False),
    Column("what", String(40), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("accepted_at", UtcDateTime, nullable=False),
    UniqueConstraint("verification", "what", "text_sha256", name="consent_once"),
    sqlite_autoincrement=True,
)
"""``text_sha256`` tells which wording was accepted; ``accepted_at`` when the button was pressed."""


@dataclass(frozen=True)
class Consents:
    """``field`` is the card's field with the wording. Blocks on the database."""

    engine: Engine
    field: Mapping[str, Any]

    @property
    def wording(self) -> str:
        """Give the digest of what is shown."""
        shown = [self.field[name] for name in ("label", "note", "text")]
        return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()

    def record(self, verification: str, conversation: str, accepted_at: datetime) -> None:
        """Keep that health data may be looked up by ``verification``; once, however often it is said."""
        row = {"verification": verification, "conversation": conversation, "what": HEALTH}
        values = {**row, "text_sha256": self.wording, "accepted_at": accepted_at}
        insert = sqlite.insert if self.engine.dialect.name == "sqlite" else postgresql.insert
        run(self.engine, lambda c: c.execute(insert(consent).on_conflict_do_nothing().values(values)))

    def given(self, verification: str) -> bool:
        here = (consent.c.verification == verification) & (consent.c.what == HEALTH)
        return run(self.engine, lambda c: c.execute(select(consent.c.seq).where(here).limit(1)).first()) is not None
