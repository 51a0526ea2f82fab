"""``/staff/api``: the deeds of an agent, as JSON."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from channels.staff import deeds
from channels.staff.accounts import Role
from channels.staff.console import Console
from channels.staff.gate import Present


class Said(BaseModel):
    text: str = Field(max_length=4000, repr=False)
    client_id: str | None = Field(default=None, max_length=64)


class Forwarded(BaseModel):
    """``to``: ``team:<name>`` or ``person:<id>``."""

    to: str = Field(max_length=80)
    note: str = Field(max_length=2000, repr=False)


class Returned(BaseModel):
    note: str = Field(default="", max_length=2000, repr=False)
    topic: str | None = Field(default=None, max_length=40)


class ConsentAsked(BaseModel):
    """``what``: one of the questions of the console's words."""

    what: str = Field(max_length=40)


class Closed(BaseModel):
    reason: str = Field(max_length=40)


def api_deed_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/api/conversations/{conversation}", tags=["staff"])
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]

    @routes.post("/claim")
    async def claim(present: agent, conversation: str) -> dict[str, bool]:
        return {"claimed": await deeds.claim(console, present, conversation)}

    @routes.post("/reply", status_code=202)
    async def reply(present: agent, conversation: str, said: Said) -> dict[str, int]:
        return {"seq": await deeds.reply(console, present, conversation, said.text, said.client_id)}

    @routes.post("/note", status_code=201)
    async def note(present: agent, conversation: str, said: Said) -> dict[str, int]:
        return {"note": await deeds.write_note(console, present, conversation, said.text)}

    @routes.post("/consent")
    async def consent(present: agent, conversation: str, asked: ConsentAsked) -> dict[str, bool]:
        return {"asked": await deeds.ask_consent(console, present, conversation, asked.what)}

    @routes.post("/forward", status_code=204)
    async def forward(present: agent, conversation: str, forwarded: Forwarded) -> None:
        await deeds.forward(console, present, conversation, forwarded.to, forwarded.note)

    @routes.post("/return-to-bot", status_code=204)
    async def give_back(present: agent, conversation: str, returned: Returned) -> None:
        await deeds.return_to_bot(console, present, conversation, returned.note, returned.topic)

    @routes.post("/close", status_code=204)
    async def close(present: agent, conversation: str, closed: Closed) -> None:
        await deeds.close(console, present, conversation, closed.reason)

    return routes
