"""The holder's pages: sign in with the phone, see one's papers, take them along, leave."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from documents.domain.errors import Refusal, Unavailable
from documents.service.clock import Clock
from documents.verifying import UnreadablePages, preview
from wallet_bridge.wallet import person
from wallet_bridge.wallet.browser import same_site_required
from wallet_bridge.wallet.budgets import Budgets, address_of
from wallet_bridge.wallet.holdings import HeldPaper, Holdings
from wallet_bridge.wallet.receivers import Receivers
from wallet_bridge.wallet.refusals import refuse
from wallet_bridge.wallet.sessions import LONGEST, Sessions
from wallet_bridge.wallet.sign_in import SignIns, State, Waiting
from wallet_bridge.wallet.standings import Standings
from wallet_bridge.wallet.submissions import Submissions
from wallet_bridge.wallet.viewings import Viewings
from wallet_bridge.wallet.views import Views

SESSION = "wallet_session"
WAITING = "wallet_sign_in"
SENDING_TO = "wallet_to"
"""The receiver whose QR brought somebody here who had yet to sign in."""
_SIGN_IN_SECONDS = 600
_FIELDS = ("name", "birth_date", "phone")


@dataclass(frozen=True, slots=True)
class Counter:
    """What the pages work with: one object a process."""

    views: Views
    holdings: Holdings
    submissions: Submissions
    viewings: Viewings
    receivers: Receivers
    standings: Standings
    sessions: Sessions
    sign_ins: SignIns
    budgets: Budgets
    clock: Clock
    secure: bool
    """Cookies go over https only."""
    public_url: str
    """Where the wallet is reached, whatever a Host header says."""
    phone_book: str | None
    """Where practice phones are opened; None with a real provider."""

    def reader(self, request: Request) -> str | None:
        token = request.cookies.get(SESSION)
        return self.sessions.holder(token, self.clock()) if token else None

    def holder(self, request: Request) -> str:
        """FastAPI dependency: who is signed in. Anyone else learns nothing, not even that the page exists."""
        reader = self.reader(request)
        if reader is None:
            raise refuse(404, "not_found")
        return reader

    def keep(self, answer: Response, name: str, value: str, seconds: int) -> None:
        answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=self.secure)


def router(counter: Counter) -> APIRouter:
    routes = APIRouter(tags=["holder"], include_in_schema=False)
    _add_sign_in(routes, counter)
    _add_papers(routes, counter)
    _add_leaving(routes, counter)
    return routes


def _add_sign_in(routes: APIRouter, counter: Counter) -> None:
    @routes.post("/sign-in", dependencies=[Depends(same_site_required)])
    def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=100)] = "",
        birth_date: Annotated[str, Form(max_length=40)] = "",
        phone: Annotated[str, Form(max_length=40)] = "",
    ) -> Response:
        counter.budgets.spend_sign_in(address_of(request))
        typed = dict(zip(_FIELDS, (name, birth_date, phone), strict=True))
        who, wrong = person.parse(name, birth_date, phone, counter.clock())
        if who is None:
            return _sign_in_page(counter, request, 422, typed, wrong=wrong)
        try:
            token = counter.sign_ins.start(who, counter.views.words("sign_in_purpose"))
        except (Refusal, Unavailable) as error:
            return _sign_in_page(counter, request, 422 if error.permanent else 503, typed, trouble=error.code)
        answer = RedirectResponse("/sign-in/wait", 303)
        counter.keep(answer, WAITING, token, _SIGN_IN_SECONDS)
        return answer

    @routes.get("/sign-in/wait")
    def wait(request: Request) -> Response:
        token = request.cookies.get(WAITING, "")
        waiting = _look(counter, token)
        if waiting is None:
            return RedirectResponse("/", 303)
        if waiting.state is State.APPROVED:
            return _enter(counter, request, token)
        left = max(0, int((waiting.expires_at - counter.clock()).total_seconds()))
        return counter.views.page(request, "waiting", waiting=waiting, seconds=left, phone_book=counter.phone_book)

    @routes.get("/sign-in/state")
    def state(request: Request) -> JSONResponse:
        waiting = _look(counter, request.cookies.get(WAITING, ""))
        return JSONResponse({"state": waiting.state.value if waiting else "none"})

    @routes.post("/sign-out", dependencies=[Depends(same_site_required)])
    def sign_out(request: Request) -> Response:
        counter.sessions.close(request.cookies.get(SESSION, ""))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(SESSION)
        return answer


def _add_papers(routes: APIRouter, counter: Counter) -> None:
    reader = Annotated[str, Depends(counter.holder)]

    @routes.get("/")
    def home(request: Request) -> Response:
        owner = counter.reader(request)
        if owner is None:
            return _sign_in_page(counter, request, 200, dict.fromkeys(_FIELDS, ""))
        if counter.holdings.is_closed(owner):
            return counter.views.page(request, "closed", signed_in=True)
        papers = [(paper, counter.standings.state(paper, counter.clock())) for paper in counter.holdings.papers(owner)]
        return counter.views.page(request, "papers", papers=papers, signed_in=True)

    @routes.get("/papers/{paper_id}")
    def paper(request: Request, owner: reader, paper_id: str) -> Response:
        held = counter.holdings.find(owner, paper_id)
        if held is None:
            raise refuse(404, "not_found")
        return counter.views.page(request, "paper", paper=held, signed_in=True, **_about(counter, owner, held))

    @routes.get("/papers/{paper_id}/preview.png")
    def picture(owner: reader, paper_id: str) -> Response:
        try:
            return Response(preview(_content(counter, owner, paper_id)), media_type="image/png")
        except UnreadablePages as error:
            raise refuse(404, "not_found") from error

    @routes.get("/papers/{paper_id}/paper.pdf")
    def download(owner: reader, paper_id: str) -> Response:
        content = _content(counter, owner, paper_id)
        held = counter.holdings.find(owner, paper_id)
        counter.holdings.mark_downloaded(owner, paper_id, counter.clock())
        name = f"{held.kind}-{held.number}.pdf" if held else "paper.pdf"
        return Response(
            content, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )


def _add_leaving(routes: APIRouter, counter: Counter) -> None:
    reader = Annotated[str, Depends(counter.holder)]

    @routes.get("/leave")
    def ask(request: Request, owner: reader) -> Response:
        count = len(counter.holdings.papers(owner))
        return counter.views.page(request, "leave", count=count, signed_in=True)

    @routes.post("/leave", dependencies=[Depends(same_site_required)])
    def leave(request: Request, owner: reader) -> Response:
        counter.holdings.close_holder(owner, counter.clock())
        answer = counter.views.page(request, "left")
        answer.delete_cookie(SESSION)
        return answer

    @routes.post("/return", dependencies=[Depends(same_site_required)])
    def come_back(owner: reader) -> Response:
        counter.holdings.reopen_holder(owner)
        return RedirectResponse("/", 303)


def _about(counter: Counter, owner: str, held: HeldPaper) -> dict[str, Any]:
    """Give what a paper's page says beside the paper: how it stands, where it went, who looked."""
    now = counter.clock()
    return {
        "state": counter.standings.state(held, now),
        "log": counter.standings.log(held),
        "submissions": [each for each in counter.submissions.of_holder(owner) if each.paper_id == held.id],
        "viewings": [each for each in counter.viewings.of_holder(owner, now) if each.paper_id == held.id],
        "receivers": counter.receivers,
    }


def _look(counter: Counter, token: str) -> Waiting | None:
    """Look at a sign-in; a provider that does not answer now leaves it pending."""
    try:
        return counter.sign_ins.look(token)
    except Unavailable:
        return counter.sign_ins.stored(token)


def _enter(counter: Counter, request: Request, token: str) -> Response:
    """Turn an approval into a session, once. A second page of the same sign-in finds the cookie already set."""
    owner = counter.sign_ins.take(token)
    receiver = counter.receivers.find(request.cookies.get(SENDING_TO, ""))
    answer = RedirectResponse(f"/submit?{urlencode({'to': receiver.address})}" if receiver else "/", 303)
    answer.delete_cookie(WAITING)
    answer.delete_cookie(SENDING_TO)
    if owner is not None:
        counter.holdings.know(owner, counter.clock())
        counter.keep(answer, SESSION, counter.sessions.open(owner, counter.clock()), int(LONGEST.total_seconds()))
    return answer


def _sign_in_page(
    counter: Counter,
    request: Request,
    status: int,
    typed: dict[str, str],
    **said: Any,
) -> Response:
    """Show the form with what was typed; ``wrong`` names fields, ``trouble`` is a code."""
    values = {"wrong": frozenset(), "trouble": None, **said}
    return counter.views.page(request, "sign_in", status, typed=typed, **values)


def _content(counter: Counter, owner: str, paper_id: str) -> bytes:
    content = counter.holdings.content(owner, paper_id)
    if content is None:
        raise refuse(404, "not_found")
    return content
