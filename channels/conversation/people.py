"""The port of people: everything that a staff console does with conversations.

Agents are opaque ids of the console's own database. Every deed is one transaction that holds the conversation's row;
``NotHolder`` is raised when the agent does not hold it, ``UnknownConversation`` when there is none.
"""

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from channels.conversation.broadcast import HOUSE, Broadcaster, Follower
from channels.conversation.consent import Answered, Question
from channels.conversation.desk import Desk
from channels.conversation.ended import Wanted
from channels.conversation.handover import (
    OPEN,
    TEAMS,
    Asked,
    CloseReason,
    Handover,
    LogLine,
    Presence,
    Reason,
)
from channels.conversation.handover_reading import HandoverReading
from channels.conversation.message import Card, Draft, Speaker, State
from channels.conversation.reading import Page
from channels.conversation.screen import Unfit, check_client_id, screen
from channels.conversation.serving import Serving
from channels.conversation.turns import Hour


class People:
    """``serving`` and ``reading`` do the work; ``desk`` runs it in threads and wakes those who follow."""

    def __init__(self, desk: Desk, serving: Serving, reading: HandoverReading, broadcaster: Broadcaster) -> None:
        self._desk, self._serving, self._reading, self._broadcaster = desk, serving, reading, broadcaster

    async def hand_over(
        self, conversation: str, reason: Reason, summary: Mapping[str, Any], team: str = TEAMS[0]
    ) -> Handover | None:
        """Ask for a person. Give the open hand-over; None when nobody is in and a call-back was taken instead."""
        await self._desk.hand_over(conversation, Asked(reason, team, summary))
        found = await self.handover(conversation)
        return found if found is not None and found.open else None

    async def queue(self, team: str | None = None, states: Sequence[State] = OPEN) -> list[Handover]:
        """Give the open hand-overs: emergencies first, then those whose answer is overdue, then the oldest."""
        return await self._desk.read(lambda: self._reading.queue(team, states))

    async def handover(self, conversation: str) -> Handover | None:
        """Give the newest hand-over of a conversation, open or ended; None when nobody ever asked for a person."""
        return await self._desk.read(lambda: self._reading.newest(conversation))

    async def log(self, conversation: str) -> list[LogLine]:
        """Give what happened to the hand-overs of a conversation, oldest first, with the notes for staff."""
        return await self._desk.read(lambda: self._reading.log(conversation))

    async def claim(self, conversation: str, agent: str, name: str) -> bool:
        """Take a waiting conversation: True for exactly one of all who try. ``name`` is shown to the citizen."""
        change = await self._desk.change(conversation, lambda: self._serving.claim(conversation, agent, name))
        return change.state is State.STAFF

    async def take_over(self, conversation: str, agent: str, name: str) -> None:
        """Take a conversation from the bot, from the queue or from another agent (supervisors)."""
        await self._desk.change(conversation, lambda: self._serving.take_over(conversation, agent, name))

    async def reply(
        self,
        conversation: str,
        agent: str,
        client_id: str,
        text: str,
        card: Card | None = None,
        *,
        name: str | None = None,
    ) -> int:
        """Say ``text`` and give its sequence number. The same client id twice is one message. Raise ``Unfit``.

        Its codes are those of the citizen's texts, and ``rrn_in_payload``. ``name`` is shown to the citizen.
        """
        kept = check_client_id(client_id)
        said = Draft(Speaker.STAFF, _screened(text), card=card, client_id=kept, name=name)
        return (await self._desk.change(conversation, lambda: self._serving.reply(conversation, agent, said))).seq

    async def send_card(
        self, conversation: str, agent: str, card: Card, client_id: str | None = None, *, name: str | None = None
    ) -> int:
        """Show ``card`` (link, document, complaint) without words."""
        said = Draft(Speaker.STAFF, card=card, client_id=check_client_id(client_id or str(uuid.uuid4())), name=name)
        return (await self._desk.change(conversation, lambda: self._serving.reply(conversation, agent, said))).seq

    async def ask_identity(self, conversation: str, agent: str) -> None:
        """Let the engine ask for an identity check by ``EXTERNAL_staff_asks_identity``; the person goes on speaking."""
        await self._desk.change(conversation, lambda: self._serving.ask_identity(conversation, agent))

    async def ask_consent(self, conversation: str, agent: str, question: Question, *, name: str | None = None) -> bool:
        """Ask the citizen by two buttons; an open question is replaced. False when this very one is open.

        The answer is a message of the citizen and a line of the log; a press on a question that is over is refused.
        """
        asked = await self._desk.change(
            conversation, lambda: self._serving.ask_consent(conversation, agent, question, name)
        )
        return bool(asked.added)

    def hear_consents(self, hear: Callable[[Answered], None]) -> None:
        """Let ``hear`` know of each answer, in a thread, before it is kept; what it raises refuses the answer."""
        self._serving.hear_consents(hear)

    async def forward(
        self, conversation: str, agent: str, note: str, *, to_agent: str | None = None, to_team: str | None = None
    ) -> None:
        """Put it back into the queue, for that agent or team, with the same ticket and place."""
        await self._desk.change(
            conversation,
            lambda: self._serving.forward(conversation, agent, note, to_agent=to_agent, to_team=to_team),
        )

    async def return_to_bot(self, conversation: str, agent: str, note: str, topic: str | None = None) -> None:
        """Give it back to the bot.

        The engine hears ``EXTERNAL_returned`` with ``topic`` (a code such as ``paper_explained``, ``[a-z_]{1,40}``) as
        ``note_topic``; the note stays in the staff log.
        """
        await self._desk.change(conversation, lambda: self._serving.return_to_bot(conversation, agent, note, topic))

    async def hold(self, conversation: str, agent: str, *, on: bool) -> None:
        """Put it on hold or go on; the citizen is told that the agent is looking something up."""
        await self._desk.change(conversation, lambda: self._serving.hold(conversation, agent, on=on))

    async def close(self, conversation: str, agent: str, reason: CloseReason) -> None:
        await self._desk.change(conversation, lambda: self._serving.close(conversation, agent, reason))

    async def present(self, agent: str, capacity: int) -> None:
        """Heartbeat of a console, every 20 s at least. Claims of an agent unseen for 60 s go back to the queue."""
        await self._desk.write(lambda: self._serving.present(agent, capacity))

    async def all_present(self, capacities: Mapping[str, int]) -> None:
        """Heartbeat of many consoles in one transaction: capacity by agent."""
        await self._desk.write(lambda: self._serving.all_present(capacities))

    async def presence(self) -> list[Presence]:
        """Give the agents seen within 60 s and how many conversations each serves."""
        return await self._desk.read(self._reading.presence)

    async def changes_after(self, version: int, wait: float) -> list[Handover]:
        """Give the hand-overs changed after ``version``, in order of their version; wait up to ``wait`` seconds."""
        deadline = asyncio.get_running_loop().time() + wait
        with self._broadcaster.follow(HOUSE) as follower:
            while True:
                changes = await self._desk.read(lambda: self._reading.changed_after(version))
                if changes or self._broadcaster.stopped:
                    return changes
                try:
                    async with asyncio.timeout_at(deadline):
                        await follower.wait()
                except TimeoutError:
                    return []

    async def ended(self, wanted: Wanted) -> list[Handover]:
        """Look for hand-overs that have ended, newest first."""
        return await self._desk.read(lambda: self._reading.ended(wanted))

    async def asked_since(self, since: datetime) -> list[Handover]:
        """Give the hand-overs that were asked for since then, open and ended."""
        return await self._desk.read(lambda: self._reading.asked_since(since))

    async def hours_since(self, since: datetime) -> list[Hour]:
        """Count the conversations that began since then and how the bot's turns went in them, an hour each."""
        return await self._desk.read(lambda: self._reading.hours_since(since))

    async def version(self) -> int:
        """Give the newest version of the house: where a console that has just read the queue goes on."""
        return await self._desk.read(self._reading.version)

    async def transcript(self, conversation: str, after: int = 0) -> Page:
        """Give up to 500 messages above ``after`` as the citizen sees them, cards included."""
        return await self._desk.page(conversation, after)

    async def typing(self, conversation: str, agent: str) -> None:
        """Show the citizen that the agent writes. Nothing happens when the agent does not hold the conversation."""
        found = await self.handover(conversation)
        if found is not None and found.state is State.STAFF and found.agent == agent:
            self._broadcaster.pass_on(conversation, {"type": "typing", "from": "staff"})

    def follow(self, conversation: str) -> AbstractContextManager[Follower]:
        """Follow a conversation: ``with people.follow(id) as follower: told = await follower.wait()``.

        Frames: ``{"type":"typing","from":"citizen"|"bot"|"staff"}``, ``{"type":"draft","text"}`` (what the citizen has
        written and not sent), ``{"type":"state","state"}``.
        """
        return self._broadcaster.follow(conversation)


def _screened(text: str) -> str:
    screened = screen(text)
    if screened.refused:
        raise Unfit("rrn_in_payload")
    return screened.text
