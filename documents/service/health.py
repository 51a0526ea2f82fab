"""``GET /health``: one shape for every process."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

Level = Literal["ok", "degraded", "down"]
Part = Callable[[], Awaitable[Level]]


class Health(BaseModel):
    """``status`` is down when a part that the process cannot do without is down, degraded when any other is not ok."""

    status: Level
    parts: dict[str, Level]


def install(app: FastAPI, parts: Mapping[str, Part], essential: frozenset[str] = frozenset()) -> None:
    """Publish ``/health`` for ``parts`` (name → probe)."""

    @app.get("/health", tags=["operations"])
    async def health() -> Health:
        levels = {name: await probe() for name, probe in parts.items()}
        if any(levels[name] == "down" for name in essential):
            return Health(status="down", parts=levels)
        healthy = all(level == "ok" for level in levels.values())
        return Health(status="ok" if healthy else "degraded", parts=levels)
