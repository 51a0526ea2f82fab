"""Books over a database of a test, and a house of complaints with its routes over a conversation of its own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from channels.cases.books import Books
from channels.cases.clock import OfficeHours
from channels.cases.kinds import read_kinds
from channels.cases.places import read_places
from channels.cases.routing import read_routing
from channels.cases.seals import open_seals
from channels.cases.tables import metadata

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # ten in the morning in Seoul


class Hands:
    """A clock that a test moves."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


class Ears:
    """What was told to the engine."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, dict[str, Any]]] = []

    async def __call__(self, conversation: str, name: str, entities: Mapping[str, Any]) -> None:
        self.heard.append((conversation, name, dict(entities)))


HOURS, KINDS, PLACES, ROUTING = OfficeHours(), read_kinds(), read_places(), read_routing()


def empty_books(engine: sa.Engine, keys: Path, clock: Hands) -> Books:
    """Give books over a database in which nothing is left of the test before."""
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return Books(engine, clock, open_seals(keys), HOURS, KINDS, PLACES, ROUTING, phone="120")
