"""How the bot's turns go: understood, asked back or not understood. Each conversation counts its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from channels.conversation.inbox import Kind
from channels.conversation.message import Draft, State
from channels.conversation.people_tables import callbacks, handovers
from channels.conversation.tables import conversations
from channels.conversation.tickets import moment_of, text_of

FILE = Path(__file__).with_name("misses.yml")
_HOUR = len("2026-03-05T03")
_COUNT = (
    conversations.update()
    .where(conversations.c.id == sa.bindparam("conversation"))
    .values({name: conversations.c[name] + sa.bindparam(f"{name}_more") for name in ("taps", "turns")})
    .values({name: conversations.c[name] + sa.bindparam(f"{name}_more") for name in ("asked_back", "missed")})
)


@dataclass(frozen=True, slots=True)
class Signs:
    """Beginnings of the sentences by which the bot asks back, or says that it has not understood."""

    asked_back: tuple[str, ...]
    missed: tuple[str, ...]

    def has_missed(self, texts: Sequence[str]) -> bool:
        return any(text.startswith(self.missed) for text in texts)

    def has_asked_back(self, texts: Sequence[str]) -> bool:
        return any(text.startswith(self.asked_back) for text in texts) and not self.has_missed(texts)


@dataclass(frozen=True, slots=True)
class Hour:
    """What began in one hour. ``turns`` are answers to typed words, ``taps`` to buttons.

    ``ended`` conversations are those in which the citizen said something and which are closed; ``contained`` are those
    of them in which nobody asked for a person, not even for a call-back.
    """

    begins: datetime
    begun: int
    ended: int
    contained: int
    turns: int
    asked_back: int
    missed: int


def read_signs(file: Path = FILE) -> Signs:
    read: dict[str, list[str]] = yaml.safe_load(file.read_text("utf-8"))
    return Signs(tuple(read["asked_back"]), tuple(read["missed"]))


def count(connection: sa.Connection, conversation: str, kind: Kind, drafts: Sequence[Draft], signs: Signs) -> None:
    """Count an answer of the bot. The caller holds the conversation's row."""
    texts, typed = [draft.text for draft in drafts], kind is Kind.TEXT
    more = {
        "taps_more": int(not typed),
        "turns_more": int(typed),
        "asked_back_more": int(typed and signs.has_asked_back(texts)),
        "missed_more": int(typed and signs.has_missed(texts)),
    }
    connection.execute(_COUNT, {"conversation": conversation, **more})


def hours_since(connection: sa.Connection, since: datetime) -> list[Hour]:
    """Give what began since then, an hour each, oldest first; hours in which nobody came are left out."""
    one, begun = conversations.c, sa.func.substr(conversations.c.created_at, 1, _HOUR).label("hour")
    person = sa.or_(_exists(handovers), _exists(callbacks))
    spoke = sa.or_(one.turns + one.taps > 0, person)
    over = sa.and_(spoke, one.state == State.CLOSED.value)
    sums = [
        _how_many(spoke).label("begun"),
        _how_many(over).label("ended"),
        _how_many(sa.and_(over, sa.not_(person))).label("contained"),
        *(sa.func.sum(one[name]).label(name) for name in ("turns", "asked_back", "missed")),
    ]
    rows = connection.execute(
        sa.select(begun, *sums).where(one.created_at >= text_of(since)).group_by(begun).order_by(begun)
    )
    return [_hour(row) for row in rows]


def _exists(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.exists().where(table.c.conversation == conversations.c.id)


def _how_many(true: sa.ColumnElement[bool]) -> sa.Function[Any]:
    return sa.func.sum(sa.case((true, 1), else_=0))


def _hour(row: Any) -> Hour:
    begins = moment_of(f"{row.hour}:00:00+00:00")
    return Hour(begins, row.begun, row.ended, row.contained, row.turns, row.asked_back, row.missed)
