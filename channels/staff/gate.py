"""Who may come in: the session's cookie, the role that a route wants, and the token that every change must bring."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from channels.staff.accounts import Account, Accounts, Role
from channels.staff.sessions import Session, Sessions, Stage
from channels.staff.words import Words, problem

BASE = "/staff"
COOKIE = "minwon_staff"
CSRF_HEADER = "x-csrf-token"
_SAFE = frozenset({"GET", "HEAD"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class SignInWanted(Exception):
    """Nobody is signed in, or not yet all the way."""


@dataclass(frozen=True, slots=True)
class Present:
    """The person at the console and the session that they came with."""

    account: Account
    session: Session

    @property
    def id(self) -> str:
        return self.account.id

    def may(self, role: str) -> bool:
        return self.account.role.covers(Role(role))


@dataclass(frozen=True)
class Gate:
    sessions: Sessions
    accounts: Accounts
    words: Words
    secure: bool

    def need(self, role: Role) -> Callable[[Request], Awaitable[Present]]:
        """Make a FastAPI dependency: the signed-in person. Strangers must sign in, a lower role finds nothing."""

        async def check(request: Request) -> Present:
            present = await self.find(request, Stage.OPEN)
            if present is None:
                raise SignInWanted
            if not present.account.role.covers(role):
                raise problem(self.words, 404, "not_found")
            await self.check_change(request, present.session)
            return present

        return check

    async def find(self, request: Request, stage: Stage) -> Present | None:
        """Give who is behind the cookie when the session has come as far as ``stage``, and no further."""
        token = request.cookies.get(COOKIE)
        session = await run_in_threadpool(self.sessions.find, token) if token else None
        if session is None or session.stage is not stage:
            return None
        account = await run_in_threadpool(self.accounts.get, session.account)
        return None if account.locked else Present(account, session)

    async def check_change(self, request: Request, session: Session) -> None:
        """Refuse a change that does not come from our own page: another site, or no token of this session."""
        if request.method in _SAFE:
            return
        self.check_site(request)
        given = request.headers.get(CSRF_HEADER) or await _form_token(request)
        if not hmac.compare_digest(given.encode("utf-8", "replace"), session.csrf.encode()):
            raise problem(self.words, 403, "not_from_here")

    def check_site(self, request: Request) -> None:
        """Refuse what another site makes a browser send."""
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        elsewhere = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
        if elsewhere or site not in {None, "same-origin", "none"}:
            raise problem(self.words, 403, "not_from_here")

    def give(self, response: Response, token: str) -> None:
        response.set_cookie(COOKIE, token, path=BASE, httponly=True, samesite="strict", secure=self.secure)

    def take(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path=BASE, httponly=True, samesite="strict", secure=self.secure)


async def _form_token(request: Request) -> str:
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return ""
    return str((await request.form(max_files=0)).get("csrf", ""))
