"""The page of papers: those that are held, and wishes to take one back. Somebody asks, another supervisor agrees."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.gate import BASE, Present
from channels.staff.talk import why_of
from documents.domain.errors import InvalidNumber
from documents.domain.number import PaperNumber

_SEE_OTHER = 303


def paper_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/papers", include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]
    supervisor = Annotated[Present, Depends(console.gate.need(Role.SUPERVISOR))]

    @routes.get("")
    async def page(request: Request, present: agent) -> Response:
        papers, colleagues = await console.papers.open(), await console.colleagues()
        return console.views.page(request, "papers", present, papers=papers, colleagues=colleagues)

    @routes.post("/voidings")
    async def ask(request: Request, present: agent) -> Response:
        why = await why_of(console, request)
        number = _number(console, str((await request.form(max_files=0)).get("number", "")))
        await console.note(present, Deed.VOID_ASKED, number, why)
        await console.papers.ask(number, present.id, why)
        return _again()

    @routes.post("/voidings/{number}/agree")
    async def agree(present: supervisor, number: str) -> Response:
        known = _number(console, number)
        await console.note(present, Deed.VOID_AGREED, known)
        await console.papers.agree(known, present.id)
        return _again()

    @routes.post("/voidings/{number}/refuse")
    async def refuse(present: supervisor, number: str) -> Response:
        known = _number(console, number)
        await console.note(present, Deed.VOID_REFUSED, known)
        await console.papers.refuse(known, present.id)
        return _again()

    return routes


def _number(console: Console, text: str) -> str:
    try:
        return str(PaperNumber.parse(text))
    except InvalidNumber:
        raise console.problem(422, "invalid_number") from None


def _again() -> Response:
    return RedirectResponse(f"{BASE}/papers", _SEE_OTHER)
