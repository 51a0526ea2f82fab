"""Signing in: the password, then the code of the authenticator, each a few tries only; and signing out."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from channels.staff.audit import Deed, Entry
from channels.staff.console import Console, address_of
from channels.staff.gate import BASE, COOKIE, Present, SignInWanted
from channels.staff.sessions import Stage

_SEE_OTHER = 303
_LONGEST_LOGIN = 40


def sign_in_routes(console: Console) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/sign-in")
    async def page(request: Request) -> Response:
        return console.views.page(request, "sign_in", None, problem=None)

    @routes.post("/sign-in")
    async def password(request: Request) -> Response:
        console.gate.check_site(request)
        form = await request.form(max_files=0)
        login, given = str(form.get("login", "")).strip()[:_LONGEST_LOGIN], str(form.get("password", ""))
        if not console.throttle.spend(login, address_of(request)):
            return console.views.page(request, "sign_in", None, 429, problem="too_many_tries")
        account = await console.run(console.accounts.by_password, login, given)
        if account is None:
            await console.run(console.audit.note, Entry("", "", Deed.SIGN_IN_FAILED, "", "password"))
            return console.views.page(request, "sign_in", None, 422, problem="wrong_password")
        stage = Stage.FIRST if account.first else Stage.CODE
        return await go_on(console, request, account.id, stage, "first" if account.first else "code")

    @routes.get("/sign-in/code")
    async def code_page(request: Request) -> Response:
        await half_way(console, request, Stage.CODE)
        return console.views.page(request, "sign_in_code", None, problem=None)

    @routes.post("/sign-in/code")
    async def code(request: Request) -> Response:
        present = await half_way(console, request, Stage.CODE)
        form = await request.form(max_files=0)
        if not await right_code(console, request, present, str(form.get("code", ""))):
            return console.views.page(request, "sign_in_code", None, 422, problem="wrong_code")
        return await open_session(console, request, present, Deed.SIGN_IN)

    @routes.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        present = await console.gate.find(request, Stage.OPEN)
        if present is None:
            raise SignInWanted
        await console.gate.check_change(request, present.session)
        await console.note(present, Deed.SIGN_OUT)
        await console.run(console.sessions.end, present.session.id)
        response = RedirectResponse(f"{BASE}/sign-in", _SEE_OTHER)
        console.gate.take(response)
        return response

    return routes


async def half_way(console: Console, request: Request, stage: Stage) -> Present:
    console.gate.check_site(request)
    present = await console.gate.find(request, stage)
    if present is None:
        raise SignInWanted
    return present


async def right_code(console: Console, request: Request, present: Present, code: str) -> bool:
    name, address = f"code of {present.id}", address_of(request)
    if not console.throttle.spend(name, address):
        raise console.problem(429, "too_many_tries")
    right = await console.run(console.accounts.spend_code, present.id, code.replace(" ", ""))
    if right:
        console.throttle.right(name, address)
    else:
        await console.note(present, Deed.SIGN_IN_FAILED, present.id, "code")
    return right


async def open_session(console: Console, request: Request, present: Present, deed: Deed) -> Response:
    """End the half-way session and begin the real one: a token seen before the last step is worth nothing after it."""
    console.throttle.right(present.account.login, address_of(request))
    await console.note(present, deed, present.id)
    await console.run(console.sessions.end, present.session.id)
    return await go_on(console, request, present.id, Stage.OPEN, None)


async def go_on(console: Console, request: Request, account: str, stage: Stage, step: str | None) -> Response:
    earlier = request.cookies.get(COOKIE)
    if earlier is not None and (left := await console.run(console.sessions.find, earlier)):
        await console.run(console.sessions.end, left.id)
    browser = request.headers.get("user-agent", "")
    token = await console.run(console.sessions.begin, account, stage, address_of(request), browser)
    response = RedirectResponse(f"{BASE}/sign-in/{step}" if step else f"{BASE}/", _SEE_OTHER)
    console.gate.give(response, token)
    return response
