"""``/staff/api/answers``: the bot's answers, their history and a correction, as JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from channels.staff.accounts import Role
from channels.staff.answers_page import keep
from channels.staff.console import Console
from channels.staff.gate import Present
from documents.service.clock import SEOUL


class Corrected(BaseModel):
    """``version`` is the one that was read; ``reviewed`` an ISO date; ``link`` has ``url`` and ``title``."""

    version: int = Field(ge=0)
    text: str = Field(max_length=4000)
    follow_ups: dict[str, str]
    link: dict[str, str]
    reviewed: str = Field(max_length=10)


def api_answer_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/api/answers", tags=["staff"])
    supervisor = Annotated[Present, Depends(console.gate.need(Role.SUPERVISOR))]

    @routes.get("")
    async def every(_present: supervisor) -> dict[str, Any]:
        return {"answers": await console.answers.all(console.clock().astimezone(SEOUL).date())}

    @routes.get("/{name}")
    async def one(_present: supervisor, name: str) -> dict[str, Any]:
        return await console.answers.one(name)

    @routes.put("/{name}")
    async def correct(present: supervisor, name: str, corrected: Corrected) -> dict[str, Any]:
        return await keep(console, present, name, corrected.model_dump(), corrected.version)

    return routes
