"""The port of people in memory, with the same rules: one open hand-over a conversation, one holder, one version."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from channels.conversation.broadcast import Broadcaster, Follower
from channels.conversation.handover import (
    OPEN,
    CloseReason,
    Deed,
    Handover,
    LogLine,
    NotHolder,
    Presence,
    Reason,
)
from channels.conversation.message import Card, Draft, Message, Speaker, State
from channels.conversation.reading import Page, UnknownConversation
from channels.conversation.screen import screen
from documents.service.clock import Clock, utc_now


class FakePeople:
    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._broadcaster = Broadcaster()
        self._messages: dict[str, list[Message]] = {}
        self._handovers: dict[str, Handover] = {}
        self._logs: dict[str, list[LogLine]] = defaultdict(list)
        self._seen: dict[str, Presence] = {}
        self._numbers, self._version = count(1), 0
        self._grown = asyncio.Event()
        self.typed: list[tuple[str, str]] = []
        self.identity_asked: list[str] = []

    def citizen_says(self, conversation: str, text: str, card: Card | None = None) -> int:
        speaker = Speaker.CITIZEN if card is None else Speaker.BOT
        seq = self._say(conversation, Draft(speaker, text, card=card))
        if (held := self._handovers.get(conversation)) and held.open:
            self._put(replace(held, last_citizen_at=self._clock(), waiting_for_staff=True))
        return seq

    def frame(self, conversation: str, frame: dict[str, Any]) -> None:
        self._broadcaster.pass_on(conversation, frame)

    async def hand_over(
        self, conversation: str, reason: Reason, summary: Mapping[str, Any], team: str = "general"
    ) -> Handover:
        held = self._handovers.get(conversation)
        if held and held.open:
            return held
        now = self._clock()
        self._messages.setdefault(conversation, [])
        made = Handover(
            conversation=conversation,
            number=next(self._numbers),
            channel="web",
            reason=reason,
            team=team,
            state=State.WAITING,
            on_hold=False,
            agent=None,
            wanted=None,
            asked_at=now,
            claimed_at=None,
            answered_at=None,
            respond_by=now + timedelta(seconds=60),
            last_citizen_at=now,
            waiting_for_staff=True,
            ended_at=None,
            close_reason=None,
            summary=dict(summary),
        )
        return self._put(made, Deed.ASKED)

    async def queue(self, team: str | None = None, states: Sequence[State] = OPEN) -> list[Handover]:
        return [each for each in self._handovers.values() if each.state in states and team in (None, each.team)]

    async def handover(self, conversation: str) -> Handover | None:
        return self._handovers.get(conversation)

    async def log(self, conversation: str) -> list[LogLine]:
        return self._logs[conversation]

    async def claim(self, conversation: str, agent: str, name: str) -> bool:
        held = self._held(conversation)
        if held.state is not State.WAITING:
            return False
        self._put(replace(held, state=State.STAFF, agent=agent, claimed_at=self._clock()), Deed.CLAIMED, agent)
        self._say(conversation, Draft(Speaker.SYSTEM, f"상담원 {name}이 이어받았어요."))
        return True

    async def take_over(self, conversation: str, agent: str, name: str) -> None:
        held = self._held(conversation)
        self._put(replace(held, state=State.STAFF, agent=agent, claimed_at=self._clock()), Deed.TAKEN_OVER, agent)

    async def reply(self, conversation: str, agent: str, client_id: str, text: str, card: Card | None = None) -> int:
        held = self._own(conversation, agent)
        for message in self._messages[conversation]:
            if message.draft.client_id == client_id:
                return message.seq
        said = screen(text).text if card is None or text else ""
        seq = self._say(conversation, Draft(Speaker.STAFF, said, card=card, client_id=client_id))
        self._put(replace(held, answered_at=held.answered_at or self._clock(), waiting_for_staff=False))
        return seq

    async def send_card(self, conversation: str, agent: str, card: Card, client_id: str | None = None) -> int:
        return await self.reply(conversation, agent, client_id or f"card-{len(self._messages[conversation])}", "", card)

    async def ask_identity(self, conversation: str, agent: str) -> None:
        self._own(conversation, agent)
        self.identity_asked.append(conversation)

    async def forward(
        self, conversation: str, agent: str, note: str, *, to_agent: str | None = None, to_team: str | None = None
    ) -> None:
        held = self._own(conversation, agent)
        there = replace(held, state=State.WAITING, agent=None, wanted=to_agent, team=to_team or held.team)
        self._put(there, Deed.FORWARDED, agent, note)

    async def return_to_bot(self, conversation: str, agent: str, note: str, topic: str | None = None) -> None:
        held = self._own(conversation, agent)
        self._put(replace(held, state=State.BOT, agent=None, ended_at=self._clock()), Deed.RETURNED, agent, note)

    async def hold(self, conversation: str, agent: str, *, on: bool) -> None:
        self._put(replace(self._own(conversation, agent), on_hold=on), Deed.HELD if on else Deed.RESUMED, agent)

    async def close(self, conversation: str, agent: str, reason: CloseReason) -> None:
        held = self._own(conversation, agent)
        self._put(replace(held, state=State.CLOSED, close_reason=reason, ended_at=self._clock()), Deed.CLOSED, agent)

    async def present(self, agent: str, capacity: int) -> None:
        self._seen[agent] = Presence(agent, capacity, 0, self._clock())

    async def presence(self) -> list[Presence]:
        holding = [each.agent for each in self._handovers.values() if each.state is State.STAFF]
        return [replace(each, holding=holding.count(each.agent)) for each in self._seen.values()]

    async def changes_after(self, version: int, wait: float) -> list[Handover]:
        if self._version <= version and wait:
            try:
                await asyncio.wait_for(self._grown.wait(), wait)
            except TimeoutError:
                return []
        changed = [each for each in self._handovers.values() if each.version > version]
        return sorted(changed, key=lambda each: each.version)

    async def version(self) -> int:
        return self._version

    async def transcript(self, conversation: str, after: int = 0) -> Page:
        if conversation not in self._messages:
            raise UnknownConversation
        messages = tuple(each for each in self._messages[conversation] if each.seq > after)
        held = self._handovers.get(conversation)
        return Page(messages[:500], held.state if held else State.BOT)

    async def typing(self, conversation: str, agent: str) -> None:
        self.typed.append((conversation, agent))

    def follow(self, conversation: str) -> AbstractContextManager[Follower]:
        return self._broadcaster.follow(conversation)

    def _held(self, conversation: str) -> Handover:
        if conversation not in self._handovers:
            raise UnknownConversation
        return self._handovers[conversation]

    def _own(self, conversation: str, agent: str) -> Handover:
        held = self._held(conversation)
        if held.state is not State.STAFF or held.agent != agent:
            raise NotHolder
        return held

    def _say(self, conversation: str, draft: Draft) -> int:
        told = self._messages.setdefault(conversation, [])
        message = Message(len(told) + 1, self._clock().isoformat(timespec="milliseconds"), draft)
        told.append(message)
        self._broadcaster.ring(conversation, [message])
        return message.seq

    def _put(self, held: Handover, deed: Deed | None = None, agent: str | None = None, note: str = "") -> Handover:
        self._version += 1
        changed = replace(held, version=self._version)
        self._handovers[held.conversation] = changed
        if deed is not None:
            self._logs[held.conversation].append(LogLine(held.number, self._clock(), deed, agent, note))
            self._broadcaster.pass_on(held.conversation, {"type": "state", "state": held.state.value})
        self._grown.set()
        self._grown = asyncio.Event()
        return changed
