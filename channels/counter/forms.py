"""The page's plain forms: everything that a citizen can do works without script, then shows the page again."""

import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from channels.conversation.offers import takes_several
from channels.counter import sayings
from channels.counter.follow import page_after
from channels.counter.identity import Person, identify, identify_again
from channels.counter.room import Room
from channels.counter.sayings import Saying
from documents.service.problems import Problem

_FIELD = "field."
ANSWER_SECONDS = 2.0
_SEE_OTHER = 303
_LATEST = "/#latest"

Deed = Callable[[str, FormData], Awaitable[None]]


def form_routes(room: Room) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.post("/new")
    async def new(request: Request) -> Response:
        if not room.access.same_site(request):
            raise room.problem(403, "other_site")
        response = RedirectResponse("/", _SEE_OTHER)
        room.access.give(response, await room.open(request, "web"))
        return response

    @routes.post("/say")
    async def say(request: Request) -> Response:
        async def deed(conversation: str, form: FormData) -> None:
            seq = await sayings.take(room, request, conversation, await _saying(room, conversation, form))
            await page_after(room, conversation, seq, ANSWER_SECONDS)  # so that the page shows the answer

        return await posted(room, request, deed)

    @routes.post("/say/identity")
    async def say_identity(request: Request) -> Response:
        async def deed(conversation: str, form: FormData) -> None:
            try:
                person = Person.model_validate(dict(form))
            except ValidationError as error:
                raise room.problem(422, f"bad_{error.errors()[0]['loc'][0]}") from None
            before = await room.desk.last_seq(conversation)
            await identify(room, request, conversation, person)
            await page_after(room, conversation, before, ANSWER_SECONDS)  # so that the page shows the code

        return await posted(room, request, deed)

    @routes.post("/say/identity/resend")
    async def say_identity_resend(request: Request) -> Response:
        async def deed(conversation: str, _form: FormData) -> None:
            before = await room.desk.last_seq(conversation)
            await identify_again(room, request, conversation)
            await page_after(room, conversation, before, ANSWER_SECONDS)

        return await posted(room, request, deed)

    return routes


async def posted(room: Room, request: Request, deed: Deed) -> Response:
    """Do ``deed`` with the fields of the form for the browser's conversation, then show the page again."""

    async def with_fields(conversation: str) -> str:
        async with request.form(max_files=0) as form:
            await deed(conversation, form)
        return _LATEST

    return await back_to_page(room, request, with_fields)


async def back_to_page(room: Room, request: Request, deed: Callable[[str], Awaitable[str]]) -> Response:
    """Go on to the address that ``deed`` gives, or to the page with a sentence when it failed.

    ``deed`` reads the body itself: that of a stranger is never read.
    """
    conversation = await room.access.own(request)
    if conversation is None:
        return RedirectResponse("/", _SEE_OTHER)
    await room.enter(request, conversation)
    try:
        return RedirectResponse(await deed(conversation), _SEE_OTHER)
    except Problem as problem:
        return RedirectResponse(f"/?problem={problem.code}#notice", _SEE_OTHER)


async def _saying(room: Room, conversation: str, form: FormData) -> Saying:
    """Read a form: text, or a pressed button with the fields of its card as far as that button takes them."""
    text, payload, client_id = (str(form[name]) if name in form else None for name in ("text", "payload", "client_id"))
    if payload:
        text, payload = None, payload + await _filled(room, conversation, payload, form)
    return Saying(client_id=client_id or str(uuid.uuid4()), text=text, payload=payload)


def _value(form: FormData, name: str, allowed: Any) -> Any:
    return form.getlist(f"{_FIELD}{name}") if takes_several(allowed) else form.get(f"{_FIELD}{name}")


async def _filled(room: Room, conversation: str, payload: str, form: FormData) -> str:
    offered = await room.desk.offered(conversation, payload)
    wanted = (offered[0].fields if offered else None) or {}
    values = {name: value for name in wanted if (value := _value(form, name, wanted[name]))}
    return json.dumps(values, ensure_ascii=False) if values else ""
