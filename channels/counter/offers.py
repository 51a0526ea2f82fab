"""A paper into another wallet. Link, code and digits go to the holder of the conversation and are kept nowhere here."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from channels.counter.office import OfficeDown, OfficeRefused
from channels.counter.pages import Pages
from channels.counter.room import Room
from channels.counter.view import moment
from documents.service.problems import Problem

_NUMBER = re.compile(r"\d{16}")
_SEE_OTHER = 303


def offer_routes(room: Room, pages: Pages) -> APIRouter:
    """Make the routes of the card's button, and the page that a browser without script gets instead."""
    routes = APIRouter(tags=["papers"])

    async def holder(request: Request, conversation: str) -> None:
        await room.enter(request, conversation)

    path = "/api/conversations/{conversation}/documents/{number}/offer"

    @routes.post(path, status_code=201, dependencies=[Depends(holder)])
    async def offer(conversation: str, number: str) -> dict[str, Any]:
        """Offer the paper to a wallet of the citizen's; an earlier offer that nobody took is closed."""
        return await _asked(room, room.office.offer, conversation, number)

    @routes.get(path, dependencies=[Depends(holder)])
    async def taken(conversation: str, number: str) -> dict[str, Any]:
        """Tell what became of the newest offer: ``{"state"}``, null when there is none."""
        return await _asked(room, room.office.offer_taken, conversation, number)

    @routes.post("/say/offer", include_in_schema=False)
    async def say_offer(request: Request) -> Response:
        conversation = await room.access.own(request)
        if conversation is None:
            return RedirectResponse("/", _SEE_OTHER)
        await room.enter(request, conversation)
        async with request.form(max_files=0) as form:
            number = str(form.get("number", ""))
        try:
            made = await _asked(room, room.office.offer, conversation, number)
        except Problem as problem:
            return RedirectResponse(f"/?problem={problem.code}#notice", _SEE_OTHER)
        return pages.draw(request, "offer.html", offer=_drawn(room, made))

    return routes


async def _asked(
    room: Room, ask: Callable[[str, str], Awaitable[dict[str, Any]]], conversation: str, number: str
) -> dict[str, Any]:
    if not _NUMBER.fullmatch(number):
        raise room.problem(404, "not_found")
    try:
        return await ask(conversation, number)
    except OfficeRefused as error:
        raise room.problem(error.status, error.code if error.code in room.words.problems else "not_found") from None
    except OfficeDown:
        raise room.problem(503, "offer_unavailable") from None


def _drawn(room: Room, made: Mapping[str, Any]) -> dict[str, Any]:
    """Give the offer as a page shows it: the code as the address of a picture, so that it can never be markup."""
    clock = moment(made["expires_at"], room.words.clock)["clock"]
    return {**made, "picture": f"data:image/svg+xml,{quote(made['qr_svg'])}", "clock": clock}
