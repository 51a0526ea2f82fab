"""Server-sent events of an open console: changes of the queue and, on a conversation's page, what is said there.

Each event's id is where the console stands in all three sequences, ``<version>.<message>.<note>``. After a break the
browser sends the last one back and gets exactly what it missed.
"""

import asyncio
import json
import random
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from channels.conversation.broadcast import Follower
from channels.conversation.handover import Handover
from channels.staff.accounts import Role
from channels.staff.console import Console
from channels.staff.gate import Present
from channels.staff.masking import mask
from channels.staff.tickets import ticket
from channels.staff.transcript import messages_of, turn

_BEAT = 10.0
_ROUND = 30.0
_MOST_WAITING = 1000
_MOST_DRAWN = 2000
_RETRY_MS = 1500
_CLOSING = "closing"
_PARTS, _LONGEST = 3, 15


@dataclass
class Position:
    version: int = 0
    seq: int = 0
    note: int = 0

    @classmethod
    def read(cls, said: str) -> "Position":
        """Read an event id; what is not one begins at the start."""
        parts = said.split(".")
        fits = len(parts) == _PARTS and all(each.isdecimal() and len(each) <= _LONGEST for each in parts)
        return cls(*map(int, parts)) if fits else cls()

    def __str__(self) -> str:
        return f"{self.version}.{self.seq}.{self.note}"


def stream_routes(console: Console) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]
    rows = Rows(console)

    @routes.get("/events")
    async def events(request: Request, present: agent, at: str = "", conversation: str = "") -> EventSourceResponse:
        position = Position.read(request.headers.get("last-event-id") or at)
        if conversation:
            await console.handed_over(conversation)
        stream = Stream(console, rows, present, position, conversation)
        return EventSourceResponse(stream.events(), ping=15)

    return routes


class Rows:
    """Rows of the queue as drawn, shared by all consoles: a hundred that are told of one change draw it once."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._drawn: OrderedDict[int, dict[str, Any]] = OrderedDict()
        self._drawing = asyncio.Lock()

    async def of(self, handover: Handover) -> dict[str, Any]:
        async with self._drawing:
            if handover.version not in self._drawn:
                self._drawn[handover.version] = await self._draw(handover)
                if len(self._drawn) > _MOST_DRAWN:
                    self._drawn.popitem(last=False)
            return self._drawn[handover.version]

    async def _draw(self, handover: Handover) -> dict[str, Any]:
        console = self._console
        shown = ticket(handover, await console.colleagues(), console.clock())
        return {
            "conversation": handover.conversation,
            "number": handover.number,
            "state": handover.state.value,
            "team": handover.team,
            "agent": handover.agent,
            "wanted": handover.wanted,
            "version": handover.version,
            "row": console.views.piece("row", ticket=shown) if handover.open else "",
        }


class Stream:
    """One open console. Two pumps fill ``_ready``; only `events` moves the position."""

    def __init__(self, console: Console, rows: "Rows", present: Present, position: Position, conversation: str) -> None:
        self._console, self._rows, self._present, self._conversation = console, rows, present, conversation
        self._position = position
        self._ready: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue(_MOST_WAITING)

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Give the events until the session ends. While it goes on, this person counts as present."""
        pumps = [asyncio.create_task(self._queue(self._position.version))]
        if self._conversation:
            pumps.append(asyncio.create_task(self._talk()))
        try:
            yield ServerSentEvent(comment="open", retry=_RETRY_MS)
            while not self._console.watch.ended:
                if not await self._beat():
                    yield self._event("ended", {})
                    return
                async for each in self._a_while():
                    yield each
                for pump in pumps:
                    if pump.done():
                        await pump  # an error of the program ends the stream loudly, and the browser comes again
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def _beat(self) -> bool:
        """Say that this console is open. False when its session is over, or the account was locked."""
        console, who = self._console, self._present.id
        if not await console.run(console.sessions.lives, self._present.session.id):
            return False
        account = await console.run(console.accounts.get, who)
        if account.locked:
            return False
        await console.people.present(who, 0 if account.away else account.capacity)
        return True

    async def _a_while(self) -> AsyncIterator[ServerSentEvent]:
        """Give what comes until the next beat."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _BEAT * random.uniform(0.5, 1)  # noqa: S311 - so that a hundred consoles never beat at once
        while (left := end - loop.time()) > 0:
            try:
                name, data = await asyncio.wait_for(self._ready.get(), left)
            except TimeoutError:
                return
            if name == _CLOSING:
                return
            yield self._event(name, data)

    def _event(self, name: str, data: dict[str, Any]) -> ServerSentEvent:
        for part in ("version", "seq", "note"):
            if part in data:
                setattr(self._position, part, max(getattr(self._position, part), data[part]))
        return ServerSentEvent(json.dumps(data, ensure_ascii=False), event=name, id=str(self._position), sep="\n")

    async def _queue(self, version: int) -> None:
        while not self._console.watch.ended:
            changes = await self._console.watch.after(version, _ROUND)
            newest = {each.conversation: each for each in changes}
            for each in sorted(newest.values(), key=lambda each: each.version):
                await self._ready.put(("ticket", await self._rows.of(each)))
                version = each.version
        await self._ready.put((_CLOSING, {}))

    async def _talk(self) -> None:
        console, conversation = self._console, self._conversation
        seq, note = self._position.seq, self._position.note
        with console.people.follow(conversation) as follower:
            console.readers[conversation].add(follower)
            try:
                while True:
                    seq, note = await self._messages(seq), await self._notes(note)
                    await self._frames(follower)
            finally:
                console.readers[conversation].discard(follower)
                if not console.readers[conversation]:
                    del console.readers[conversation]

    async def _messages(self, after: int) -> int:
        for message in await messages_of(self._console, self._conversation, after):
            shown = turn(message, self._console.words)
            drawn = self._console.views.piece(
                "turn", turn=shown, conversation=self._conversation, present=self._present
            )
            data = {"seq": message.seq, "replaces": message.draft.replaces, "from": shown.who, "html": drawn}
            await self._ready.put(("message", data))
            after = message.seq
        return after

    async def _notes(self, after: int) -> int:
        console = self._console
        colleagues = await console.colleagues()
        for each in await console.run(console.notes.of, self._conversation, after):
            drawn = console.views.piece("note", note=each, author=colleagues[each.author].name)
            await self._ready.put(("note", {"note": each.id, "html": drawn}))
            after = each.id
        return after

    async def _frames(self, follower: Follower) -> None:
        """Wait for something to happen; pass on what is not kept. What a citizen has not sent is masked, too."""
        told = await follower.wait()
        for frame in told.frames:
            if frame["type"] == "draft":
                await self._ready.put(("draft", {"text": mask(str(frame.get("text", "")))}))
            elif frame["type"] == "typing" and frame.get("from", "citizen") == "citizen":
                await self._ready.put(("typing", {}))
            elif frame["type"] == "state":
                await self._ready.put(("state", {"state": frame["state"]}))
