"""The counter as a page: HTML first. It shows the whole conversation; `forms` make it work, script makes it live."""

import uuid
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from channels.cases.room import Cases
from channels.conversation.message import Message, State, wire
from channels.counter.embed import allow_frames, give_in_frame, is_framed
from channels.counter.packing import pack
from channels.counter.pages import Pages
from channels.counter.room import Room
from channels.counter.sheet import Sheet
from channels.counter.taste import keep, taste
from channels.counter.view import fold


def page_routes(room: Room, pages: Pages, sheet: Sheet) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/", response_class=HTMLResponse)
    async def page(request: Request, problem: str = "", photo: str = "") -> Response:
        """Show the conversation. ``problem`` is why a form failed, ``photo`` an attached one whose place is offered."""
        own = await room.access.own(request)
        if own and "lang" in request.query_params and await _only_greeted(room, own):
            own = None
        opened = None if own else await room.open(request, "web")
        conversation = own or (opened.id if opened else "")
        context = await _context(room, conversation, english=taste(request).language == "en")
        context |= await _of_cases(room.cases, conversation, photo)
        context["check_url"] = f"{room.settings.wallet_url}/verify"
        context["push"] = bool(room.settings.push_contact)
        context["frames"] = sorted(room.settings.embed_origins) if is_framed(request) else []
        context["sheet"] = Markup(sheet.text)  # noqa: S704 - a file of ours
        response = pages.draw(request, "counter.html", problem, **context)
        pack(response, request)
        keep(response, request, secure=room.settings.cookie_secure)
        allow_frames(response, room.settings.embed_origins, sheet.source)
        if opened and is_framed(request) and room.settings.cookie_secure:
            give_in_frame(response, opened)
        elif opened:
            room.access.give(response, opened)
        return response

    return routes


async def _only_greeted(room: Room, conversation: str) -> bool:
    """Tell whether nothing has been said yet: then who chooses a language is greeted in it."""
    return len((await room.desk.page(conversation)).messages) <= 1


async def _of_cases(cases: Cases, conversation: str, photo: str) -> dict[str, Any]:
    """Give what plain forms show: files that wait, a photo whose place may be taken, whether a contact is known."""
    waiting = await cases.desk.read(cases.desk.files.waiting, conversation)
    return {
        "attached": waiting,
        "photo_with_place": photo if photo in {each["id"] for each in waiting} else "",
        "contact_given": await cases.desk.read(cases.desk.contacts.known, conversation),
    }


async def _context(room: Room, conversation: str, *, english: bool) -> dict[str, Any]:
    messages, state = await _everything(room, conversation)
    clock = room.words.clock_in_english if english else room.words.clock
    bootstrap = {"id": conversation, "state": state, "last_seq": messages[-1].seq if messages else 0}
    return {
        "conversation": {"id": conversation, "state": state},
        "messages": fold(messages, clock, english=english),
        "bootstrap": {**bootstrap, "messages": [wire(message) for message in messages]},
        "client_id": str(uuid.uuid4()),
        "box_id": str(uuid.uuid4()),  # the box may be sent by the script after all, under the same id
    }


async def _everything(room: Room, conversation: str) -> tuple[list[Message], State]:
    page = await room.desk.page(conversation)
    messages = list(page.messages)
    while page.messages:
        page = await room.desk.page(conversation, messages[-1].seq)
        messages += page.messages
    return messages, page.state
