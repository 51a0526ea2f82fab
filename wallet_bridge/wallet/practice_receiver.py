"""A practice receiver: plays the organisation at the other end, so that a submission can be seen through.

A simulator. A real receiver has a system of its own and signs its staff in; here whoever presses the button on the
practice page gets that receiver's page, by a token of this process in a cookie of that page. Off when the wallet uses
a real identity provider.
"""

import hashlib
import hmac
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from documents.service.clock import Clock
from wallet_bridge.wallet.browser import same_site_required
from wallet_bridge.wallet.budgets import address_of
from wallet_bridge.wallet.check import PublicCheck
from wallet_bridge.wallet.receivers import Receiver, Receivers
from wallet_bridge.wallet.refusals import refuse
from wallet_bridge.wallet.submissions import Submission, Submissions
from wallet_bridge.wallet.views import Views

COOKIE = "practice_receiver"
_OPEN_SECONDS = 8 * 3600
_LONGEST_REASON = 100


@dataclass(frozen=True, slots=True)
class ReceiverDesk:
    """All that a receiver's page works with. It knows the wallet's submissions and, like anyone, the public check."""

    views: Views
    submissions: Submissions
    receivers: Receivers
    check: PublicCheck
    clock: Clock
    key: bytes
    secure: bool

    def receiver(self, request: Request, address: str) -> Receiver:
        """FastAPI dependency: the receiver whose page this browser opened."""
        receiver = self.known(address)
        if not hmac.compare_digest(request.cookies.get(COOKIE, ""), self.token(receiver)):
            raise refuse(404, "not_found")
        return receiver

    def known(self, address: str) -> Receiver:
        receiver = self.receivers.find(address)
        if receiver is None:
            raise refuse(404, "not_found")
        return receiver

    def token(self, receiver: Receiver) -> str:
        return hmac.new(self.key, receiver.address.encode(), hashlib.sha256).hexdigest()

    def submission(self, receiver: Receiver, submission_id: str) -> Submission:
        mine = self.submissions.of_receiver(receiver.address)
        found = next((each for each in mine if each.id == submission_id), None)
        if found is None:
            raise refuse(404, "not_found")
        return found


def router(desk: ReceiverDesk) -> APIRouter:
    routes = APIRouter(tags=["practice receiver"], include_in_schema=False)
    inside = APIRouter(prefix="/receiver/{address}")
    _add_entrance(routes, desk)
    _add_papers(inside, desk)
    _add_decisions(inside, desk)
    routes.include_router(inside)
    return routes


def _add_entrance(routes: APIRouter, desk: ReceiverDesk) -> None:
    @routes.get("/receiver")
    def receivers(request: Request) -> Response:
        return desk.views.page(request, "receivers", receivers=desk.receivers)

    @routes.get("/receiver/{address}")
    def inbox(request: Request, address: str) -> Response:
        receiver = desk.known(address)
        if not hmac.compare_digest(request.cookies.get(COOKIE, ""), desk.token(receiver)):
            return desk.views.page(request, "receiver_door", receiver=receiver)
        desk.submissions.arrive(receiver.address, desk.clock())
        came = desk.submissions.of_receiver(receiver.address)
        return desk.views.page(request, "receiver", receiver=receiver, submissions=came)

    @routes.post("/receiver/{address}/open", dependencies=[Depends(same_site_required)])
    def enter(address: str) -> Response:
        receiver = desk.known(address)
        path = f"/receiver/{receiver.address}"
        answer = RedirectResponse(path, 303)
        token = desk.token(receiver)
        answer.set_cookie(COOKIE, token, _OPEN_SECONDS, path=path, httponly=True, samesite="lax", secure=desk.secure)
        return answer

    @routes.get("/receiver/{address}/qr.svg")
    def code(address: str) -> Response:
        """Give the QR that leads a holder to submitting here."""
        picture = BytesIO()
        segno.make(desk.receivers.link(desk.known(address)), error="m", micro=False).save(
            picture, kind="svg", scale=4, border=4, svgclass=None, lineclass=None
        )
        return Response(picture.getvalue(), media_type="image/svg+xml")


def _add_papers(routes: APIRouter, desk: ReceiverDesk) -> None:
    opened = Annotated[Receiver, Depends(desk.receiver)]

    @routes.get("/{submission_id}/paper.pdf")
    def download(receiver: opened, submission_id: str) -> Response:
        content = desk.submissions.content(receiver.address, submission_id)
        if content is None:
            raise refuse(404, "not_found")
        desk.submissions.mark_downloaded(receiver.address, submission_id, desk.clock())
        name = f'attachment; filename="{desk.submission(receiver, submission_id).number}.pdf"'
        return Response(content, media_type="application/pdf", headers={"Content-Disposition": name})

    @routes.get("/{submission_id}/check")
    def check(request: Request, receiver: opened, submission_id: str) -> Response:
        """Ask the public check, as anyone would: by the file once it is here, before that by its digest."""
        came, asker = desk.submission(receiver, submission_id), address_of(request)
        content = desk.submissions.content(receiver.address, submission_id)
        answer = desk.check.digest(came.sha256, asker) if content is None else desk.check.file(content, asker)
        by = "digest" if content is None else "file"
        return desk.views.page(request, "verdict", answer=answer, by=by, scan=None)


def _add_decisions(routes: APIRouter, desk: ReceiverDesk) -> None:
    opened = Annotated[Receiver, Depends(desk.receiver)]
    ours = [Depends(same_site_required)]

    @routes.post("/{submission_id}/take", dependencies=ours)
    def take(receiver: opened, submission_id: str) -> Response:
        return _done(receiver, done=desk.submissions.take(receiver.address, submission_id, desk.clock()))

    @routes.post("/{submission_id}/return", dependencies=ours)
    def send_back(
        receiver: opened,
        submission_id: str,
        reason: Annotated[str, Form(min_length=1, max_length=_LONGEST_REASON)],
    ) -> Response:
        now = desk.clock()
        return _done(receiver, done=desk.submissions.send_back(receiver.address, submission_id, reason.strip(), now))

    @routes.post("/{submission_id}/erase", dependencies=ours)
    def erase(receiver: opened, submission_id: str) -> Response:
        return _done(receiver, done=desk.submissions.erase(receiver.address, submission_id, desk.clock()))


def _done(receiver: Receiver, *, done: bool) -> Response:
    if not done:
        raise refuse(409, "not_possible_now")
    return RedirectResponse(f"/receiver/{receiver.address}", 303)
