"""Server-sent events of an open console: changes of the queue and, on a conversation's page, what is said there.

Each event's id is where the console stands in all three sequences, ``<version>.<message>.<note>``. After a break the
browser sends the last one back and gets exactly what it missed.
"""

import asyncio
import json
import random
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from channels.conversation.broadcast import Told
from channels.conversation.handover import Handover
from channels.conversation.message import Message
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

    def pass_by(self, ready: "Ready") -> None:
        self.version, self.seq = max(self.version, ready.version), max(self.seq, ready.seq)
        self.note = max(self.note, ready.note)

    def __str__(self) -> str:
        return f"{self.version}.{self.seq}.{self.note}"


@dataclass(frozen=True, slots=True)
class Ready:
    """An event as it goes out, but for its id, which is each console's own: many consoles share one."""

    wire: bytes
    version: int = 0
    seq: int = 0
    note: int = 0

    @classmethod
    def of(cls, name: str, data: Mapping[str, Any]) -> "Ready":
        wire = f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
        return cls(wire, *(data.get(part, 0) for part in ("version", "seq", "note")))


_CLOSING = Ready(b"")
"""Goes to no browser: the house closes, or the session is over."""


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
        self._drawn: OrderedDict[int, Ready] = OrderedDict()
        self._drawing = asyncio.Lock()

    async def of(self, handover: Handover) -> Ready:
        if handover.version in self._drawn:
            return self._drawn[handover.version]
        async with self._drawing:
            if handover.version not in self._drawn:
                self._drawn[handover.version] = await self._draw(handover)
                if len(self._drawn) > _MOST_DRAWN:
                    self._drawn.popitem(last=False)
            return self._drawn[handover.version]

    async def _draw(self, handover: Handover) -> Ready:
        console = self._console
        shown = ticket(handover, await console.colleagues(), console.clock())
        data = {
            "conversation": handover.conversation,
            "number": handover.number,
            "state": handover.state.value,
            "team": handover.team,
            "agent": handover.agent,
            "wanted": handover.wanted,
            "version": handover.version,
            "row": console.views.piece("row", ticket=shown) if handover.open else "",
        }
        return Ready.of("ticket", data)


class Stream:
    """One open console. Pumps fill ``_ready``; only `events` moves the position."""

    def __init__(self, console: Console, rows: "Rows", present: Present, position: Position, conversation: str) -> None:
        self._console, self._rows, self._present, self._conversation = console, rows, present, conversation
        self._position = position
        self._ready: asyncio.Queue[Ready] = asyncio.Queue(_MOST_WAITING)
        self._over = False

    async def events(self) -> AsyncIterator[ServerSentEvent | bytes]:
        """Give the events until the session ends. While it goes on, this person counts as present."""
        pumps = [asyncio.create_task(self._beats()), asyncio.create_task(self._queue(self._position.version))]
        if self._conversation:
            pumps.append(asyncio.create_task(self._talk()))
        try:
            yield ServerSentEvent(comment="open", retry=_RETRY_MS)
            while not self._console.watch.ended:
                async for each in self._a_while():
                    yield each
                if self._over:
                    yield self._event(Ready.of("ended", {}))
                    return
                for pump in pumps:
                    if pump.done():
                        await pump  # an error of the program ends the stream loudly, and the browser comes again
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def _beats(self) -> None:
        """Beat beside the events, which wait for no database; never a hundred consoles at once."""
        while True:
            if not await self._beat():
                break
            await asyncio.sleep(_BEAT * random.uniform(0.5, 1))  # noqa: S311 - no secret
        self._over = True
        await self._ready.put(_CLOSING)

    async def _beat(self) -> bool:
        """Say that this console is open. False when its session is over, or the account was locked."""
        console, who = self._console, self._present.id
        if not await console.run(console.sessions.lives, self._present.session.id):
            return False
        account = await console.run(console.accounts.get, who)
        if account.locked:
            return False
        console.attendance.seen(who, 0 if account.away else account.capacity)
        return True

    async def _a_while(self) -> AsyncIterator[bytes]:
        """Give what comes for a while; what came together goes out together."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _BEAT
        while (left := end - loop.time()) > 0:
            try:
                async with asyncio.timeout(left):
                    together = [await self._ready.get()]
            except TimeoutError:
                return
            while not self._ready.empty():
                together.append(self._ready.get_nowait())
            if sent := b"".join(self._event(each) for each in together if each is not _CLOSING):
                yield sent
            if together[-1] is _CLOSING:
                return

    def _event(self, ready: Ready) -> bytes:
        self._position.pass_by(ready)
        return b"id: %s\n%s" % (str(self._position).encode(), ready.wire)

    async def _queue(self, version: int) -> None:
        while not self._console.watch.ended:
            changes = await self._console.watch.after(version, _ROUND)
            newest = {each.conversation: each for each in changes}
            for each in sorted(newest.values(), key=lambda each: each.version):
                await self._ready.put(await self._rows.of(each))
                version = each.version
        await self._ready.put(_CLOSING)

    async def _talk(self) -> None:
        console, conversation = self._console, self._conversation
        seq, note = self._position.seq, self._position.note
        with console.people.follow(conversation) as follower:
            console.readers[conversation].add(follower)
            try:
                seq, note = await self._missed(seq), await self._notes(note)
                while True:
                    told = await follower.wait()
                    seq = await self._messages(told, seq)
                    if any(frame["type"] == "note" for frame in told.frames):
                        note = await self._notes(note)
                    await self._frames(told)
            finally:
                console.readers[conversation].discard(follower)
                if not console.readers[conversation]:
                    del console.readers[conversation]

    async def _messages(self, told: Told, after: int) -> int:
        """Pass on what was told; what it leaps over comes from the store."""
        fresh = [message for message in told.messages if message.seq > after]
        if told.behind or (fresh and fresh[0].seq > after + 1):
            return await self._missed(after)
        return await self._say(fresh, after)

    async def _missed(self, after: int) -> int:
        return await self._say(await messages_of(self._console, self._conversation, after), after)

    async def _say(self, messages: Iterable[Message], after: int) -> int:
        for message in messages:
            shown = turn(message, self._console.words)
            drawn = self._console.views.piece(
                "turn", turn=shown, conversation=self._conversation, present=self._present
            )
            data = {"seq": message.seq, "replaces": message.draft.replaces, "from": shown.who, "html": drawn}
            await self._ready.put(Ready.of("message", data))
            after = message.seq
        return after

    async def _notes(self, after: int) -> int:
        console = self._console
        colleagues = await console.colleagues()
        for each in await console.run(console.notes.of, self._conversation, after):
            drawn = console.views.piece("note", note=each, author=colleagues[each.author].name)
            await self._ready.put(Ready.of("note", {"note": each.id, "html": drawn}))
            after = each.id
        return after

    async def _frames(self, told: Told) -> None:
        """Pass on what is not kept. What a citizen has not sent is masked, too."""
        for frame in told.frames:
            if frame["type"] == "draft":
                await self._ready.put(Ready.of("draft", {"text": mask(str(frame.get("text", "")))}))
            elif frame["type"] == "typing" and frame.get("from", "citizen") == "citizen":
                await self._ready.put(Ready.of("typing", {}))
            elif frame["type"] == "state":
                await self._ready.put(Ready.of("state", {"state": frame["state"]}))
