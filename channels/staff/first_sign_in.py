"""The first time: a one-time password opens this door; behind it a new password and an authenticator are settled."""

import segno
from fastapi import APIRouter, Request
from starlette.responses import Response

from channels.staff.accounts import strong
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.gate import Present
from channels.staff.sessions import Stage
from channels.staff.sign_in import half_way, open_session, right_code


def first_sign_in_routes(console: Console) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/sign-in/first")
    async def first_page(request: Request) -> Response:
        return await _first(console, request, await half_way(console, request, Stage.FIRST))

    @routes.get("/sign-in/first.svg")
    async def picture(request: Request) -> Response:
        present = await half_way(console, request, Stage.FIRST)
        address = await console.run(console.accounts.address, present.account)
        drawn = segno.make(address, micro=False).svg_inline(scale=4, border=2, dark="#10201c", light="#ffffff")
        return Response(_alone(drawn), media_type="image/svg+xml")

    @routes.post("/sign-in/first")
    async def first(request: Request) -> Response:
        present = await half_way(console, request, Stage.FIRST)
        form = await request.form(max_files=0)
        given, again = str(form.get("password", "")), str(form.get("again", ""))
        if given != again or not strong(given):
            return await _first(console, request, present, "not_the_same" if given != again else "weak_password")
        if not await right_code(console, request, present, str(form.get("code", ""))):
            return await _first(console, request, present, "wrong_code")
        await console.run(console.accounts.settle, present.id, given)
        return await open_session(console, request, present, Deed.FIRST_SIGN_IN)

    return routes


async def _first(console: Console, request: Request, present: Present, problem: str | None = None) -> Response:
    secret = await console.run(console.accounts.begin_totp, present.id)
    status = 422 if problem else 200
    grouped = " ".join(secret[each : each + 4] for each in range(0, len(secret), 4))
    return console.views.page(
        request, "sign_in_first", None, status, problem=problem, secret=grouped, name=present.account.name
    )


def _alone(inline: str) -> str:
    """Make an inline drawing a file of its own."""
    return inline.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
