"""The deeds of an agent as forms of the conversation's page. Script stays on the page, a plain form shows it again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from channels.staff import deeds
from channels.staff.accounts import Role
from channels.staff.console import Console
from channels.staff.gate import BASE, Present
from channels.staff.queue import to

_SEE_OTHER = 303
_NO_CONTENT = 204


def deed_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/conversations/{conversation}", include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]

    @routes.post("/reply")
    async def reply(request: Request, present: agent, conversation: str) -> Response:
        form = await request.form(max_files=0)
        client_id = str(form.get("client_id", "")) or None
        await deeds.reply(console, present, conversation, str(form.get("text", "")), client_id)
        return _stay(request, conversation)

    @routes.post("/typing")
    async def typing(present: agent, conversation: str) -> Response:
        await console.handed_over(conversation)
        await console.people.typing(conversation, present.id)
        return Response(status_code=_NO_CONTENT)

    @routes.post("/note")
    async def note(request: Request, present: agent, conversation: str) -> Response:
        form = await request.form(max_files=0)
        await deeds.write_note(console, present, conversation, str(form.get("text", "")))
        return _stay(request, conversation)

    @routes.post("/forward")
    async def forward(request: Request, present: agent, conversation: str) -> Response:
        form = await request.form(max_files=0)
        await deeds.forward(console, present, conversation, str(form.get("to", "")), str(form.get("note", "")))
        return to(request)

    @routes.post("/return")
    async def give_back(request: Request, present: agent, conversation: str) -> Response:
        form = await request.form(max_files=0)
        note, topic = str(form.get("note", "")), str(form.get("topic", ""))
        await deeds.return_to_bot(console, present, conversation, note, topic or None)
        return to(request)

    @routes.post("/hold")
    async def hold(request: Request, present: agent, conversation: str) -> Response:
        on = (await request.form(max_files=0)).get("on") == "yes"
        await deeds.hold(console, present, conversation, on=on)
        return _stay(request, conversation)

    @routes.post("/close")
    async def close(request: Request, present: agent, conversation: str) -> Response:
        reason = str((await request.form(max_files=0)).get("reason", ""))
        await deeds.close(console, present, conversation, reason)
        return to(request)

    @routes.post("/card")
    async def card(request: Request, present: agent, conversation: str) -> Response:
        form = await request.form(max_files=0)
        kind, _, number = str(form.get("card", "link:")).partition(":")
        wanted = {"type": kind, "number": number, "url": form.get("url", ""), "title": form.get("title", "")}
        await deeds.send_card(console, present, conversation, wanted)
        return _stay(request, conversation)

    return routes


def asking_routes(console: Console) -> APIRouter:
    """Ask a citizen for who they are, or for consent."""
    routes = APIRouter(prefix="/conversations/{conversation}", include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]

    @routes.post("/identity")
    async def identity(request: Request, present: agent, conversation: str) -> Response:
        await deeds.ask_identity(console, present, conversation)
        return _stay(request, conversation)

    @routes.post("/consent")
    async def consent(request: Request, present: agent, conversation: str) -> Response:
        what = str((await request.form(max_files=0)).get("what", ""))
        await deeds.ask_consent(console, present, conversation, what)
        return _stay(request, conversation)

    return routes


def _stay(request: Request, conversation: str) -> Response:
    """Script hears of the change by the stream; a plain form shows the page again."""
    if request.headers.get("hx-request") == "true":
        return Response(status_code=_NO_CONTENT, headers={"HX-Trigger": "changed"})
    return RedirectResponse(f"{BASE}/conversations/{conversation}", _SEE_OTHER)
