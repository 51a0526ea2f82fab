"""``GET /health``: one shape for every process."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

Level = Literal["ok", "degraded", "down"]
Part = Callable[[], Awaitable[Level]]


class Health(BaseModel):
    """``status`` is down when a part that the process cannot do without is down, degraded when any other is not ok."""

    status: Level
    parts: dict[str, Level]


def database(engine: Engine, query: str = "SELECT 1") -> Part:
    """Make the probe of a database: ok when ``query`` is answered, down otherwise."""

    def touch() -> None:
        with engine.connect() as connection:
            connection.execute(text(query))

    async def probe() -> Level:
        try:
            await asyncio.to_thread(touch)
        except SQLAlchemyError:
            return "down"
        return "ok"

    return probe


def install(app: FastAPI, parts: Mapping[str, Part], essential: frozenset[str] = frozenset()) -> None:
    """Publish ``/health`` for ``parts`` (name → probe)."""

    @app.get("/health", tags=["operations"])
    async def health() -> Health:
        levels = {name: await probe() for name, probe in parts.items()}
        if any(levels[name] == "down" for name in essential):
            return Health(status="down", parts=levels)
        healthy = all(level == "ok" for level in levels.values())
        return Health(status="ok" if healthy else "degraded", parts=levels)
