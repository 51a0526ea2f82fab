"""``/view/<secret>``: somebody whom the holder told the address and the six digits looks at one paper, once.

The pages come inside the one answer, as pictures: there is no second address to fetch them from, and no wallet.
"""

import base64
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from PIL import Image
from starlette.responses import Response

from documents.service.clock import Clock
from documents.verifying import UnreadablePages, page_pictures
from wallet_bridge.wallet.browser import same_site_required
from wallet_bridge.wallet.budgets import Budgets, address_of
from wallet_bridge.wallet.refusals import refuse
from wallet_bridge.wallet.standings import PaperState, Standings
from wallet_bridge.wallet.viewings import Look, Seen, Viewings
from wallet_bridge.wallet.views import Views

MOST_PAGES = 20
_WIDTH = 900
_DIGITS = re.compile(r"[^0-9]")
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class ViewingDesk:
    views: Views
    viewings: Viewings
    standings: Standings
    budgets: Budgets
    clock: Clock


def router(desk: ViewingDesk) -> APIRouter:
    routes = APIRouter(prefix="/view", tags=["viewing"], include_in_schema=False)

    @routes.get("/{token}")
    def ask(request: Request, token: str) -> Response:
        return desk.views.page(request, "viewing", look=_look(desk, request, token), wrong=False)

    @routes.post("/{token}", dependencies=[Depends(same_site_required)])
    def show(request: Request, token: str, code: Annotated[str, Form(max_length=20)] = "") -> Response:
        behind = _look(desk, request, token).sha256
        ended = desk.standings.ended(behind) if behind else None  # first: when nobody can say, the link stays unused
        seen = desk.viewings.open(token, _DIGITS.sub("", code), desk.clock())
        if seen is None:
            look = _look(desk, request, token)
            return desk.views.page(request, "viewing", 403, look=look, wrong=True)
        return _paper(desk, request, seen, ended)

    return routes


def _look(desk: ViewingDesk, request: Request, token: str) -> Look:
    address = address_of(request)
    desk.budgets.spend_check(address)
    look = desk.viewings.look(token, desk.clock())
    if look is None:
        desk.budgets.count_miss(address)
        raise refuse(404, "not_found")
    return look


def _paper(desk: ViewingDesk, request: Request, seen: Seen, ended: PaperState | None) -> Response:
    """Show the paper, or that it no longer counts; then it is not shown."""
    pages = [] if ended else _pictures(seen.content)
    answer = desk.views.page(request, "viewed", seen=seen, ended=ended, pages=pages, at=desk.clock())
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


def _pictures(content: bytes) -> list[str]:
    try:
        return [_encoded(picture) for picture in page_pictures(content, width=_WIDTH, most=MOST_PAGES)]
    except UnreadablePages as error:
        raise refuse(404, "not_found") from error


def _encoded(picture: Image.Image) -> str:
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
