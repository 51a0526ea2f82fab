"""The page of canned replies: everybody reads them, supervisors change them; each version is kept."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.canned import VARIABLES
from channels.staff.console import Console
from channels.staff.gate import BASE, Present

_SEE_OTHER = 303


def text_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/texts", include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]
    supervisor = Annotated[Present, Depends(console.gate.need(Role.SUPERVISOR))]

    @routes.get("")
    async def page(request: Request, present: agent) -> Response:
        texts = await console.run(console.canned.all)
        review_on = console.canned.half_a_year_on()
        return console.views.page(request, "texts", present, texts=texts, variables=VARIABLES, review_on=review_on)

    @routes.get("/{which}")
    async def history(request: Request, present: agent, which: int) -> Response:
        versions = await console.run(console.canned.history, which)
        if not versions:
            raise console.problem(404, "not_found")
        colleagues, review_on = await console.colleagues(), console.canned.half_a_year_on()
        shown = {"versions": versions, "which": which, "review_on": review_on}
        return console.views.page(request, "text", present, 200, colleagues=colleagues, **shown)

    @routes.post("")
    async def add(request: Request, present: supervisor) -> Response:
        form = await request.form(max_files=0)
        shortcut, title, text, day = (str(form.get(name, "")) for name in ("shortcut", "title", "text", "review_on"))
        await console.note(present, Deed.CANNED_CHANGED, shortcut[:40])
        await console.run(console.canned.add, shortcut, title, text, present.id, day)
        return RedirectResponse(f"{BASE}/texts", _SEE_OTHER)

    @routes.post("/{which}")
    async def change(request: Request, present: supervisor, which: int) -> Response:
        form = await request.form(max_files=0)
        version = int(given) if (given := str(form.get("version", ""))).isdecimal() else 0
        await console.note(present, Deed.CANNED_CHANGED, str(which), str(version + 1))
        title, text, day = (str(form.get(name, "")) for name in ("title", "text", "review_on"))
        await console.run(console.canned.change, which, version, title, text, present.id, review_on=day)
        return RedirectResponse(f"{BASE}/texts/{which}", _SEE_OTHER)

    @routes.post("/{which}/retire")
    async def retire(present: supervisor, which: int) -> Response:
        await console.note(present, Deed.CANNED_CHANGED, str(which), "retired")
        await console.run(console.canned.retire, which)
        return RedirectResponse(f"{BASE}/texts", _SEE_OTHER)

    return routes
