"""The residents' phones: what waits there, and the two buttons."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates

from actions.agencies.headers import same_origin
from actions.identity.sandbox.endpoints import Provider
from actions.identity.sandbox.requests import PhoneRequest, State
from actions.identity.sandbox.residents import PhoneHolder
from documents.service.clock import SEOUL
from documents.service.problems import Problem

TEMPLATES = Jinja2Templates(Path(__file__).with_name("templates"))
_DIGITS = re.compile(r"01[016789]\d{7,8}")


def router(provider: Provider) -> APIRouter:
    """Make the routes below ``/phone``. ``digits`` in a path may carry hyphens."""
    routes = APIRouter(prefix="/phone", tags=["phone"])

    @routes.get("", include_in_schema=False)
    def phones(request: Request) -> Response:
        waiting = provider.requests.waiting_phones(provider.clock())
        rows = [
            {"holder": each, "digits": hyphened(each.phone), "waits": each.phone in waiting}
            for each in provider.holders
        ]
        rows.sort(key=lambda row: not row["waits"])  # among hundreds, those who are asked stand first
        return TEMPLATES.TemplateResponse(request, "phones.html", {"rows": rows})

    @routes.get("/{digits}")
    def screen(request: Request, digits: str) -> Response:
        """Show the phone: a page with its waiting requests."""
        return TEMPLATES.TemplateResponse(request, "phone.html", _screen(provider, _holder(provider, digits)))

    @routes.get("/{digits}/requests", include_in_schema=False)
    def requests(request: Request, digits: str) -> Response:
        page = TEMPLATES.TemplateResponse(request, "requests.html", _screen(provider, _holder(provider, digits)))
        tag = f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304)
        page.headers["ETag"] = tag
        return page

    routes.add_api_route("/{digits}/approve", _answer(provider, approve=True), methods=["POST"])
    routes.add_api_route("/{digits}/refuse", _answer(provider, approve=False), methods=["POST"])
    return routes


def _answer(provider: Provider, *, approve: bool) -> Callable[..., Response]:
    """Make the route behind one button. Without ``reference`` it presses for the newest waiting request."""

    def answer(
        request: Request,
        digits: str,
        _own: Annotated[None, Depends(same_origin)],
        reference: Annotated[str | None, Form()] = None,
    ) -> Response:
        holder = _holder(provider, digits)
        found = provider.requests.answer(holder.phone, approve=approve, now=provider.clock(), reference=reference)
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"/phone/{holder.phone}", 303)  # the page tells when the request was over already
        if not found:
            raise Problem(404, "nothing_waiting", "기다리는 요청이 없어요.")
        return JSONResponse({"approved": approve})

    return answer


def _holder(provider: Provider, digits: str) -> PhoneHolder:
    plain = digits.replace("-", "")
    holder = provider.holders.at(plain) if _DIGITS.fullmatch(plain) else None
    if holder is None:
        raise Problem(404, "no_such_phone", "연습용 시민의 번호가 아니에요.")
    return holder


def _screen(provider: Provider, holder: PhoneHolder) -> dict[str, Any]:
    rows = [_row(provider, each) for each in provider.requests.of_phone(holder.phone, provider.clock())]
    return {
        "holder": holder,
        "digits": hyphened(holder.phone),
        "waiting": [row for row in rows if row["state"] is State.WAITING],
        "earlier": [row for row in rows if row["state"] is not State.WAITING][:3],
    }


def _row(provider: Provider, request: PhoneRequest) -> dict[str, Any]:
    return {
        "reference": request.reference,
        "state": request.state,
        "client": provider.clients.titled(request.client),
        "purpose": request.purpose,
        "code": request.binding_message,
        "at": _time(request.answered_at or request.created_at),
        "until": _time(request.expires_at),
        "expires": request.expires_at.isoformat(),
    }


def _time(moment: datetime) -> str:
    return moment.astimezone(SEOUL).strftime("%H:%M")


def hyphened(phone: str) -> str:
    return f"{phone[:3]}-{phone[3:-4]}-{phone[-4:]}"
