"""The conversation on another device: a code here, a second key there. Both devices follow the same conversation."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from channels.conversation.resuming import Resuming
from channels.conversation.store import Opened
from channels.counter.budgets import Deed
from channels.counter.pages import Pages
from channels.counter.room import Room
from documents.service.problems import Problem

_SEE_OTHER = 303
_LONGEST = 40


class Wish(BaseModel):
    code: str = Field(max_length=_LONGEST, repr=False)


def resume_routes(room: Room, resuming: Resuming) -> APIRouter:
    async def holder(request: Request, conversation: str) -> None:
        await room.enter(request, conversation)

    routes = APIRouter(prefix="/api", tags=["chat"])

    @routes.post("/conversations/{conversation}/resume-code", status_code=201, dependencies=[Depends(holder)])
    async def code(request: Request, conversation: str) -> dict[str, Any]:
        """Make a code for another device: ten minutes, one use; an earlier one counts no more."""
        await room.spend(Deed.MAKE_CODE, request, conversation)
        made = await room.desk.write(lambda: resuming.make(conversation))
        return {"code": made.code, "expires_at": made.expires_at.isoformat(timespec="seconds")}

    @routes.post("/resume")
    async def resume(request: Request, wish: Wish) -> Response:
        """Give a key of the code's conversation: ``{"id", "token"}``, and for browsers the cookie."""
        opened = await _redeem(room, resuming, request, wish.code)
        response = JSONResponse({"id": opened.id, "token": opened.token})
        room.access.give(response, opened)
        return response

    @routes.delete("/conversations/{conversation}/other-devices", status_code=204, dependencies=[Depends(holder)])
    async def alone(request: Request, conversation: str) -> None:
        """Take every other device's key back; their open sockets end."""
        token = room.access.token(request)
        await room.desk.write(lambda: resuming.revoke_others(conversation, token))
        room.access.forget(conversation)
        room.broadcaster.pass_on(conversation, {"type": "revoked"})

    return routes


def resume_pages(room: Room, resuming: Resuming, pages: Pages) -> APIRouter:
    """Make the page where the code is typed in; it needs no script."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/resume")
    async def page(request: Request, problem: str = "", code: str = "") -> Response:
        """Show the field; a messenger's one-time address brings the code along. Opening the page does not use it up."""
        return pages.draw(request, "resume.html", problem, code=code[:_LONGEST])

    @routes.post("/resume")
    async def resume(request: Request) -> Response:
        async with request.form(max_files=0) as form:
            code = str(form.get("code", ""))[:_LONGEST]
        try:
            opened = await _redeem(room, resuming, request, code)
        except Problem as problem:
            return RedirectResponse(f"/resume?problem={problem.code}", _SEE_OTHER)
        response = RedirectResponse("/#latest", _SEE_OTHER)
        room.access.give(response, opened)
        return response

    return routes


async def _redeem(room: Room, resuming: Resuming, request: Request, code: str) -> Opened:
    if not room.access.same_site(request):
        raise room.problem(403, "other_site")
    await room.spend(Deed.RESUME, request)
    opened = await room.desk.write(lambda: resuming.redeem(code))
    if opened is None:
        raise room.problem(404, "bad_resume_code")
    return opened
