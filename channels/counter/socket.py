"""The chat over a socket: messages pushed, the same bodies taken, signs of typing, and who else is in the hall."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, WebSocket
from pydantic import BaseModel, Field, ValidationError
from starlette.websockets import WebSocketDisconnect

from channels.conversation.broadcast import Follower
from channels.conversation.message import Message, State, wire
from channels.conversation.screen import LONGEST, clean
from channels.counter import sayings
from channels.counter.room import Room
from channels.counter.sayings import Saying
from channels.counter.visitors import Visit
from documents.domain.screening import redact_rrn
from documents.service.problems import Problem

_LONGEST_FRAME = 32_768
_GOING_AWAY = 1001
_NOT_FOUND = 4404
_NOT_FOR_CITIZENS = frozenset({"draft", "revoked"})


def socket_routes(room: Room) -> APIRouter:
    routes = APIRouter(prefix="/api/conversations")

    @routes.websocket("/{conversation}/socket")
    async def socket(
        socket: WebSocket, conversation: str, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
    ) -> None:
        try:
            await room.enter(socket, conversation)
        except Problem as problem:
            await socket.close(code=4000 + problem.status, reason=problem.code)
            return
        await socket.accept()
        with (
            room.broadcaster.follow(conversation) as follower,
            room.visitors.visit(conversation, follower.ring) as visit,
        ):
            await _both_ways(_Line(room, socket, conversation, follower, visit), after)

    return routes


async def _both_ways(line: "_Line", after: int) -> None:
    """Send and receive until either ends, and let the other end with it."""
    tasks = [asyncio.create_task(line.send(after)), asyncio.create_task(line.receive())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for error in ended:
        gone = isinstance(error, (asyncio.CancelledError, WebSocketDisconnect, RuntimeError))
        if isinstance(error, BaseException) and not gone:
            raise error


class _Line:
    """One open socket. Only ``send`` writes to it."""

    def __init__(self, room: Room, socket: WebSocket, conversation: str, follower: Follower, visit: Visit) -> None:
        self._room, self._socket, self._conversation = room, socket, conversation
        self._follower, self._visit = follower, visit

    async def send(self, after: int) -> None:
        after = await self._send_missed(after)
        while not self._room.broadcaster.stopped:
            told = await self._follower.wait()
            for frame in told.frames:
                if frame["type"] == "revoked" and not await self._room.access.holds(self._socket, self._conversation):
                    await self._socket.close(_NOT_FOUND)
                    return
                if frame["type"] not in _NOT_FOR_CITIZENS:
                    await self._socket.send_json(frame)
            for frame in self._visit.news():
                await self._socket.send_json(frame)
            if told.behind:
                after = await self._send_missed(after)
            for message in told.messages:
                after = await self._send_next(message, after)
        await self._socket.close(_GOING_AWAY)

    async def _send_next(self, message: Message, after: int) -> int:
        """Send ``message`` if it is the next one; what it leaps over comes from the store."""
        if message.seq > after + 1:
            return await self._send_missed(after)
        if message.seq == after + 1:
            await self._socket.send_json(wire(message))
        return max(after, message.seq)

    async def _send_missed(self, after: int) -> int:
        while page := (await self._room.desk.page(self._conversation, after)).messages:
            for message in page:
                await self._socket.send_json(wire(message))
            after = page[-1].seq
        return after

    async def receive(self) -> None:
        while True:
            raw = await self._socket.receive_text()
            try:
                await self._take(raw)
            except Problem as problem:
                self._follower.pass_on(_frame(problem, raw))

    async def _take(self, raw: str) -> None:
        if len(raw) > _LONGEST_FRAME:
            raise self._room.problem(413, "too_large")
        if self._visit.takes(raw):
            return
        sign = _Sign.read(raw)
        if sign is not None:
            await self._pass(sign)
            return
        try:
            saying = Saying.model_validate_json(raw)
        except ValidationError:
            raise self._room.problem(422, "bad_frame") from None
        await sayings.take(self._room, self._socket, self._conversation, saying)

    async def _pass(self, sign: "_Sign") -> None:
        """Pass a sign of writing on; what is being written only to a person who serves, who has told so before."""
        frame: dict[str, Any] = {"type": sign.type, "from": "citizen"}
        if sign.type == "draft":
            if (await self._room.desk.state(self._conversation)) is not State.STAFF:
                return
            frame = {"type": "draft", "text": redact_rrn(clean(sign.text))}
        self._room.broadcaster.pass_on(self._conversation, frame, besides=self._follower)


class _Sign(BaseModel):
    """A passing sign of a page: somebody writes, or what is being written and is not sent yet."""

    type: Literal["typing", "draft"]
    text: str = Field(default="", max_length=LONGEST, repr=False)

    @classmethod
    def read(cls, raw: str) -> "_Sign | None":
        try:
            return cls.model_validate_json(raw)
        except ValidationError:
            return None


def _frame(problem: Problem, raw: str) -> dict[str, Any]:
    """Tell which message was not taken, when that can be read."""
    try:
        client_id = Saying.model_validate_json(raw[:_LONGEST_FRAME]).client_id
    except ValidationError:
        client_id = None
    shape = {"type": "problem", "status": problem.status, "code": problem.code, "title": problem.title}
    return {**shape, "client_id": client_id}
