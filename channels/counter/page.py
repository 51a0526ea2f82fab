"""The counter as a page: HTML first. It shows the whole conversation; `forms` make it work, script makes it live."""

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from channels.conversation.message import Message, State, wire
from channels.counter.assets import ENGLISH_WORDS, Assets
from channels.counter.embed import allow_frames, give_in_frame, is_framed
from channels.counter.room import Room
from channels.counter.taste import keep, taste
from channels.counter.view import fold

TEMPLATES = Path(__file__).with_name("templates")


def page_routes(room: Room, assets: Assets, ui: Mapping[str, Any]) -> APIRouter:
    """Make the page. ``ui`` holds its Korean words, the same file that the script is built with."""
    words = {"ko": ui, "en": json.loads(ENGLISH_WORDS.read_text("utf-8"))}
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    routes = APIRouter(include_in_schema=False)

    @routes.get("/", response_class=HTMLResponse)
    async def page(request: Request, problem: str = "") -> Response:
        own = await room.access.own(request)
        opened = None if own else await room.open(request, "web")
        conversation = own or (opened.id if opened else "")
        context = await _context(room, conversation)
        context |= {"problem": room.words.problems.get(problem), "assets": assets, "taste": taste(request)}
        context |= {"ui": words[context["taste"].language], "check_url": f"{room.settings.wallet_url}/verify"}
        context["frames"] = sorted(room.settings.embed_origins) if is_framed(request) else []
        response = HTMLResponse(environment.get_template("counter.html").render(context))
        keep(response, request, secure=room.settings.cookie_secure)
        allow_frames(response, room.settings.embed_origins)
        if opened and is_framed(request) and room.settings.cookie_secure:
            give_in_frame(response, opened)
        elif opened:
            room.access.give(response, opened)
        return response

    return routes


async def _context(room: Room, conversation: str) -> dict[str, Any]:
    messages, state = await _everything(room, conversation)
    bootstrap = {"id": conversation, "state": state, "last_seq": messages[-1].seq if messages else 0}
    return {
        "conversation": {"id": conversation, "state": state},
        "messages": fold(messages, room.words.clock),
        "bootstrap": {**bootstrap, "messages": [wire(message) for message in messages]},
        "client_id": str(uuid.uuid4()),
    }


async def _everything(room: Room, conversation: str) -> tuple[list[Message], State]:
    page = await room.desk.page(conversation)
    messages = list(page.messages)
    while page.messages:
        page = await room.desk.page(conversation, messages[-1].seq)
        messages += page.messages
    return messages, page.state
