"""What a handler does with a complaint: take it, bring it on, extend it once, link it. Each is noted, then done."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from channels.cases.complaint import State
from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.complaints import STATES, shown_again
from channels.staff.console import Console
from channels.staff.gate import Present


def complaint_deed_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/complaints/{number}", include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]

    @routes.post("/assign")
    async def assign(present: agent, number: str) -> Response:
        await console.note(present, Deed.COMPLAINT_CHANGED, number, "assign")
        await console.board.assign(number, present.id, present.account.name)
        return shown_again(number)

    @routes.post("/advance")
    async def advance(request: Request, present: agent, number: str) -> Response:
        form = await request.form(max_files=0)
        state, text = str(form.get("state", "")), str(form.get("text", "")).strip()
        if state not in set(STATES):
            raise console.problem(422, "state_wanted")
        await console.note(present, Deed.COMPLAINT_CHANGED, number, state)
        await console.board.advance(number, present.id, State(state), text or None)
        return shown_again(number)

    @routes.post("/extend")
    async def extend(request: Request, present: agent, number: str) -> Response:
        reason = str((await request.form(max_files=0)).get("reason", "")).strip()
        if not reason:
            raise console.problem(422, "note_wanted")
        await console.note(present, Deed.COMPLAINT_CHANGED, number, "extend")
        await console.board.extend(number, present.id, reason)
        return shown_again(number)

    @routes.post("/link")
    async def link(request: Request, present: agent, number: str) -> Response:
        other = str((await request.form(max_files=0)).get("other", "")).strip()
        await console.note(present, Deed.COMPLAINT_CHANGED, number, "link")
        await console.board.link(number, other, present.id)
        return shown_again(number)

    return routes
