"""Finished papers, fetched from the office for the one conversation whose verified person they belong to."""

import re
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from channels.counter.office import OfficeDown, OfficeRefused
from channels.counter.room import Room

_NUMBER = re.compile(r"\d{16}")
T = TypeVar("T")
_UNSAFE_IN_NAME = re.compile(r'[\x00-\x1f\\/:*?"<>|]')


def paper_routes(room: Room) -> APIRouter:
    async def holder(request: Request, conversation: str) -> None:
        await room.enter(request, conversation)

    routes = APIRouter(
        prefix="/api/conversations/{conversation}/documents", tags=["papers"], dependencies=[Depends(holder)]
    )

    @routes.get("/{number}", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
    async def download(conversation: str, number: str) -> Response:
        content = await _fetch(room, room.office.paper, conversation, number)
        card = await room.desk.document_card(conversation, number)
        return _private(content, "application/pdf", f"attachment; {file_name((card or {}).get('title', ''), number)}")

    @routes.get("/{number}/preview.png", response_class=Response, responses={200: {"content": {"image/png": {}}}})
    async def preview(conversation: str, number: str) -> Response:
        return _private(await _fetch(room, room.office.preview, conversation, number), "image/png", "inline")

    @routes.get("/{number}/page.html", response_class=Response, responses={200: {"content": {"text/html": {}}}})
    async def page(conversation: str, number: str) -> Response:
        html, policy = await _fetch(room, room.office.page, conversation, number)
        answer = _private(html, "text/html; charset=utf-8", "inline")
        answer.headers["Content-Security-Policy"] = policy
        return answer

    return routes


def file_name(title: str, number: str) -> str:
    """Give the file name parameters of RFC 6266: Korean title and number, and in ASCII for old clients."""
    grouped = "-".join(number[start : start + 4] for start in range(0, 16, 4))
    korean = _UNSAFE_IN_NAME.sub("", f"{title} {grouped}.pdf".strip())
    return f"filename=\"{grouped}.pdf\"; filename*=UTF-8''{quote(korean, safe='')}"


async def _fetch(room: Room, get: Callable[[str, str], Awaitable[T]], conversation: str, number: str) -> T:
    if not _NUMBER.fullmatch(number):
        raise room.problem(404, "not_found")
    try:
        return await get(conversation, number)
    except OfficeRefused:
        raise room.problem(404, "not_found") from None
    except OfficeDown:
        raise room.problem(503, "paper_unavailable") from None


def _private(content: bytes, media_type: str, disposition: str) -> Response:
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
