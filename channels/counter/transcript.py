"""A conversation as a file for its citizen: plain text, and a PDF that cannot be taken for a paper."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from channels.conversation.message import Message
from channels.counter.room import Room
from channels.counter.transcript_pdf import draw
from channels.counter.view import fold
from channels.words import TranscriptWords, Words, said_moment
from documents.service.clock import Clock


@dataclass(frozen=True, slots=True)
class Line:
    """``day`` stands only where a new day begins."""

    day: str | None
    clock: str
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    made_at: str
    lines: tuple[Line, ...]


def transcript_routes(room: Room, clock: Clock) -> APIRouter:
    async def holder(request: Request, conversation: str) -> None:
        await room.enter(request, conversation)

    prefix = "/api/conversations/{conversation}"
    routes = APIRouter(prefix=prefix, tags=["chat"], dependencies=[Depends(holder)])

    async def read(conversation: str) -> Transcript:
        messages = await room.desk.everything(conversation)
        day, time = said_moment(clock(), room.words.clock)
        made_at = room.words.transcript.made_at.format(day=day, clock=time)
        return Transcript(made_at, tuple(lines_of(messages, room.words)))

    @routes.get("/transcript.txt", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def text(conversation: str) -> Response:
        written = write(await read(conversation), room.words.transcript)
        return _file(written.encode(), "text/plain; charset=utf-8", "txt", room.words.transcript)

    @routes.get("/transcript.pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
    async def pdf(conversation: str) -> Response:
        drawn = await asyncio.to_thread(draw, await read(conversation), room.words.transcript)
        return _file(drawn, "application/pdf", "pdf", room.words.transcript)

    return routes


def lines_of(messages: Sequence[Message], words: Words) -> Iterator[Line]:
    """Give what was said, in order. A card is named where it was shown first, in its newest state."""
    day = None
    for drawn in fold(messages, words.clock):
        text = "\n".join(part for part in (drawn["text"], _card(drawn["card"], words.transcript)) if part)
        if text:
            new_day = drawn["day"] if drawn["day"] != day else None
            yield Line(new_day, drawn["clock"], words.transcript.speakers[drawn["from"]], text)
            day = drawn["day"]


def write(transcript: Transcript, words: TranscriptWords) -> str:
    parts = [words.mark, transcript.made_at, words.note]
    for line in transcript.lines:
        if line.day:
            parts += ["", f"[{line.day}]"]
        parts.append(f"{line.clock} {line.speaker}: {line.text}")
    return "\r\n".join("\n".join(parts).split("\n")) + "\r\n"


def _card(card: Mapping[str, Any] | None, words: TranscriptWords) -> str:
    if card is None:
        return ""
    pattern = words.cards.get(str(card.get("type")), words.cards["other"])
    return pattern.format(title=card.get("title") or "", number=card.get("number") or "").strip()


def _file(content: bytes, media_type: str, ending: Literal["txt", "pdf"], words: TranscriptWords) -> Response:
    name = quote(f"{words.title}.{ending}", safe="")
    disposition = f"attachment; filename=\"conversation.{ending}\"; filename*=UTF-8''{name}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
