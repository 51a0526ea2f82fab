"""The page of accounts: administrators make, recover and lock them. A one-time password is shown once."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from channels.conversation.handover import TEAMS
from channels.staff.accounts import Account, Role
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.gate import BASE, Present

_SEE_OTHER = 303
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,39}")


def account_routes(console: Console) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    administrator = Annotated[Present, Depends(console.gate.need(Role.ADMINISTRATOR))]

    @routes.get("/accounts")
    async def accounts(request: Request, present: administrator) -> Response:
        return await _page(request, present)

    @routes.post("/accounts")
    async def make(request: Request, present: administrator) -> Response:
        form = await request.form(max_files=0)
        login, name = str(form.get("login", "")).strip(), str(form.get("name", "")).strip()
        role, team = str(form.get("role", "")), str(form.get("team", ""))
        if not (_LOGIN.fullmatch(login) and name and len(name) <= 40 and role in set(Role) and team in TEAMS):  # noqa: PLR2004
            raise console.problem(422, "bad_account")
        made, password = await console.run(console.accounts.make, login, name, Role(role), team)
        await console.note(present, Deed.ACCOUNT_MADE, made.id, role)
        return await _page(request, present, made, password)

    @routes.post("/accounts/{who}/recover")
    async def recover(request: Request, present: administrator, who: str) -> Response:
        await console.note(present, Deed.ACCOUNT_RECOVERED, who)
        password = await console.run(console.accounts.recover, who)
        await console.run(console.sessions.end_all, who)
        return await _page(request, present, await console.run(console.accounts.get, who), password)

    @routes.post("/accounts/{who}/lock")
    async def lock(request: Request, present: administrator, who: str) -> Response:
        locked = (await request.form(max_files=0)).get("on") == "yes"
        if locked and who == present.id:
            raise console.problem(409, "not_oneself")
        await console.note(present, Deed.ACCOUNT_LOCKED if locked else Deed.ACCOUNT_UNLOCKED, who)
        await console.run(console.accounts.set, who, locked=locked)
        if locked:
            await console.run(console.sessions.end_all, who)
        return RedirectResponse(f"{BASE}/accounts", _SEE_OTHER)

    async def _page(
        request: Request, present: Present, made: Account | None = None, password: str | None = None
    ) -> Response:
        everybody = await console.run(console.accounts.everybody)
        known = {"roles": list(Role), "teams": TEAMS}
        return console.views.page(
            request, "accounts", present, 200, everybody=everybody, made=made, password=password, **known
        )

    return routes
