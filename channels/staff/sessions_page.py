"""The page of sessions: everybody sees and ends the own ones, administrators those of all."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.gate import BASE, Present

_SEE_OTHER = 303


def session_routes(console: Console) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]

    @routes.get("/sessions")
    async def sessions(request: Request, present: agent) -> Response:
        everybody = present.may("administrator")
        listed = await console.run(console.sessions.listed, None if everybody else present.id)
        return console.views.page(request, "sessions", present, sessions=listed, colleagues=await console.colleagues())

    @routes.post("/sessions/{which}/end")
    async def end(present: agent, which: str) -> Response:
        whose = None if present.may("administrator") else present.id
        if not await console.run(console.sessions.end, which, whose):
            raise console.problem(404, "not_found")
        await console.note(present, Deed.SESSION_REVOKED, which)
        return RedirectResponse(f"{BASE}/sessions", _SEE_OTHER)

    return routes
