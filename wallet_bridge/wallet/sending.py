"""The holder's pages for passing papers on: submit, call back, show once, delete, and what became of each."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from wallet_bridge.wallet.browser import same_site_required
from wallet_bridge.wallet.holdings import HeldPaper
from wallet_bridge.wallet.pages import SENDING_TO, Counter
from wallet_bridge.wallet.refusals import refuse
from wallet_bridge.wallet.standings import PaperState

_SIGN_IN_SECONDS = 600
_LIVE = frozenset({PaperState.RECEIVED, PaperState.DOWNLOADED})
_Address = Annotated[str, Form(max_length=300)]


def router(counter: Counter) -> APIRouter:
    routes = APIRouter(tags=["holder"], include_in_schema=False)
    _add_submitting(routes, counter)
    _add_history(routes, counter)
    _add_viewing(routes, counter)
    _add_deleting(routes, counter)
    return routes


def _add_submitting(routes: APIRouter, counter: Counter) -> None:
    reader = Annotated[str, Depends(counter.holder)]

    @routes.get("/submit")
    def choose(
        request: Request,
        to: Annotated[str, Query(max_length=300)] = "",
        paper: Annotated[str, Query(max_length=40)] = "",
    ) -> Response:
        """Choose paper and receiver; with both chosen, ask once more. A receiver's QR leads here."""
        owner, receiver = counter.reader(request), counter.receivers.find(to)
        if owner is None:
            answer = RedirectResponse("/", 303)
            if receiver:
                counter.keep(answer, SENDING_TO, receiver.address, _SIGN_IN_SECONDS)
            return answer
        chosen = counter.holdings.find(owner, paper)
        if chosen and receiver:
            return counter.views.page(request, "submit_confirm", paper=chosen, receiver=receiver, signed_in=True)
        said = {"to": to, "unknown": bool(to) and receiver is None, "chosen": paper, "receivers": counter.receivers}
        status = 422 if said["unknown"] else 200
        return counter.views.page(request, "submit", status, papers=_live(counter, owner), signed_in=True, **said)

    @routes.post("/submit", dependencies=[Depends(same_site_required)])
    def submit(owner: reader, paper: Annotated[str, Form(max_length=40)], to: _Address) -> Response:
        receiver = counter.receivers.find(to)
        if receiver is None:
            raise refuse(422, "no_receiver")
        held = _still_good(counter, owner, paper)
        if counter.submissions.submit(owner, held.id, receiver.address, counter.clock()) is None:
            raise refuse(404, "not_found")
        return RedirectResponse(f"/papers/{held.id}#sent", 303)


def _add_history(routes: APIRouter, counter: Counter) -> None:
    reader = Annotated[str, Depends(counter.holder)]

    @routes.post("/submissions/{submission_id}/cancel", dependencies=[Depends(same_site_required)])
    def cancel(owner: reader, submission_id: str) -> Response:
        if not counter.submissions.cancel(owner, submission_id, counter.clock()):
            raise refuse(409, "not_possible_now")
        return RedirectResponse("/history", 303)

    @routes.get("/history")
    def history(request: Request, owner: reader) -> Response:
        return counter.views.page(
            request,
            "history",
            submissions=counter.submissions.of_holder(owner),
            viewings=counter.viewings.of_holder(owner, counter.clock()),
            receivers=counter.receivers,
            signed_in=True,
        )


def _add_viewing(routes: APIRouter, counter: Counter) -> None:
    reader = Annotated[str, Depends(counter.holder)]

    @routes.post("/papers/{paper_id}/viewing", dependencies=[Depends(same_site_required)])
    def invite(request: Request, owner: reader, paper_id: str) -> Response:
        """Show address and number, this once: they are not kept."""
        held = _still_good(counter, owner, paper_id)
        invitation = counter.viewings.invite(owner, held.id, counter.clock())
        if invitation is None:
            raise refuse(404, "not_found")
        url = f"{counter.public_url}/view/{invitation.token}"
        return counter.views.page(request, "invited", paper=held, invitation=invitation, url=url, signed_in=True)


def _add_deleting(routes: APIRouter, counter: Counter) -> None:
    reader = Annotated[str, Depends(counter.holder)]

    @routes.get("/papers/{paper_id}/delete")
    def ask(request: Request, owner: reader, paper_id: str) -> Response:
        held = counter.holdings.find(owner, paper_id)
        if held is None:
            raise refuse(404, "not_found")
        return counter.views.page(request, "delete", paper=held, signed_in=True)

    @routes.post("/papers/{paper_id}/delete", dependencies=[Depends(same_site_required)])
    def delete(owner: reader, paper_id: str) -> Response:
        if not counter.holdings.delete_paper(owner, paper_id, counter.clock()):
            raise refuse(404, "not_found")
        return RedirectResponse("/", 303)


def _still_good(counter: Counter, owner: str, paper_id: str) -> HeldPaper:
    """Give a paper that may be passed on. While nobody can say whether it still counts, it is not (503)."""
    held = counter.holdings.find(owner, paper_id)
    if held is None:
        raise refuse(404, "not_found")
    if counter.standings.ended(held.sha256) or held.expires_at <= counter.clock():
        raise refuse(409, "not_submittable")
    return held


def _live(counter: Counter, owner: str) -> list[HeldPaper]:
    now = counter.clock()
    return [paper for paper in counter.holdings.papers(owner) if counter.standings.state(paper, now) in _LIVE]
