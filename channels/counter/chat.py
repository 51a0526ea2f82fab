"""The chat over HTTP: begin, say, read."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from channels.conversation.handover import Asked, Reason
from channels.conversation.message import State, wire
from channels.counter import sayings
from channels.counter.budgets import Deed
from channels.counter.follow import page_after
from channels.counter.room import Room
from channels.counter.sayings import Saying


class Beginning(BaseModel):
    channel: Literal["web"] = "web"


class Begun(BaseModel):
    """``token`` goes in ``Authorization: Bearer``; it is shown this once."""

    id: str
    token: str


class Taken(BaseModel):
    seq: int


class Messages(BaseModel):
    messages: list[dict[str, Any]]
    state: State


def chat_routes(room: Room) -> APIRouter:
    async def holder(request: Request, conversation: str) -> None:
        await room.enter(request, conversation)

    routes = APIRouter(prefix="/api/conversations", tags=["chat"])

    @routes.post("", status_code=201)
    async def begin(request: Request, beginning: Beginning) -> Begun:
        opened = await room.open(request, beginning.channel)
        return Begun(id=opened.id, token=opened.token)

    @routes.post("/{conversation}/messages", status_code=202, dependencies=[Depends(holder)])
    async def say(request: Request, conversation: str, saying: Saying) -> Taken:
        return Taken(seq=await sayings.take(room, request, conversation, saying))

    @routes.get("/{conversation}/messages", dependencies=[Depends(holder)])
    async def read(
        conversation: str,
        after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
        wait: Annotated[float, Query(ge=0)] = 0,
    ) -> Messages:
        page = await page_after(room, conversation, after, min(wait, room.settings.long_poll_longest))
        return Messages(messages=[wire(message) for message in page.messages], state=page.state)

    @routes.post("/{conversation}/handover", status_code=202, dependencies=[Depends(holder)])
    async def ask_for_a_person(request: Request, conversation: str) -> dict[str, State]:
        """Ask for a person without the dialogue engine; asking again changes nothing."""
        await room.spend(Deed.ASK_PERSON, request, conversation)
        await room.desk.hand_over(conversation, Asked(Reason.REQUESTED))
        return {"state": await room.desk.state(conversation)}

    return routes
