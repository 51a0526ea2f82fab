"""The port of people: everything that a staff console does with conversations.

Agents are opaque ids of the console's own database. Every deed is one transaction that holds the conversation's row;
``NotHolder`` is raised when the agent does not hold it, ``UnknownConversation`` when there is none.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from channels.conversation.broadcast import Follower
from channels.conversation.desk import Desk
from channels.conversation.handover import (
    OPEN,
    TEAMS,
    CloseReason,
    Handover,
    LogLine,
    Presence,
    Reason,
)
from channels.conversation.message import Card, State
from channels.conversation.reading import Page


class People:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def hand_over(
        self, conversation: str, reason: Reason, summary: Mapping[str, Any], team: str = TEAMS[0]
    ) -> Handover | None:
        """Ask for a person. Give the open hand-over; None when nobody is in and a call-back was taken instead."""
        raise NotImplementedError

    async def queue(self, team: str | None = None, states: Sequence[State] = OPEN) -> list[Handover]:
        """Give the open hand-overs: emergencies first, then those whose answer is overdue, then the oldest."""
        raise NotImplementedError

    async def handover(self, conversation: str) -> Handover | None:
        """Give the newest hand-over of a conversation, open or ended; None when nobody ever asked for a person."""
        raise NotImplementedError

    async def log(self, conversation: str) -> list[LogLine]:
        """Give what happened to the hand-overs of a conversation, oldest first, with the notes for staff."""
        raise NotImplementedError

    async def claim(self, conversation: str, agent: str, name: str) -> bool:
        """Take a waiting conversation: True for exactly one of all who try. ``name`` is shown to the citizen."""
        raise NotImplementedError

    async def take_over(self, conversation: str, agent: str, name: str) -> None:
        """Take a conversation from the bot, from the queue or from another agent (supervisors)."""
        raise NotImplementedError

    async def reply(self, conversation: str, agent: str, client_id: str, text: str, card: Card | None = None) -> int:
        """Say ``text`` and give its sequence number. The same client id twice is one message. Raise ``Unfit``."""
        raise NotImplementedError

    async def send_card(self, conversation: str, agent: str, card: Card, client_id: str | None = None) -> int:
        """Show ``card`` (link, document, complaint) without words."""
        raise NotImplementedError

    async def ask_identity(self, conversation: str, agent: str) -> None:
        """Let the engine ask for an identity check by ``EXTERNAL_staff_asks_identity``; the person goes on speaking."""
        raise NotImplementedError

    async def forward(
        self, conversation: str, agent: str, note: str, *, to_agent: str | None = None, to_team: str | None = None
    ) -> None:
        """Put it back into the queue, for that agent or team, with the same ticket and place."""
        raise NotImplementedError

    async def return_to_bot(self, conversation: str, agent: str, note: str, topic: str | None = None) -> None:
        """Give it back to the bot.

        The engine hears ``EXTERNAL_returned`` with ``topic`` (a code such as ``paper_explained``, ``[a-z_]{1,40}``) as
        ``note_topic``; the note stays in the staff log.
        """
        raise NotImplementedError

    async def hold(self, conversation: str, agent: str, *, on: bool) -> None:
        """Put it on hold or go on; the citizen is told that the agent is looking something up."""
        raise NotImplementedError

    async def close(self, conversation: str, agent: str, reason: CloseReason) -> None:
        raise NotImplementedError

    async def present(self, agent: str, capacity: int) -> None:
        """Heartbeat of a console, every 20 s at least. Claims of an agent unseen for 60 s go back to the queue."""
        raise NotImplementedError

    async def presence(self) -> list[Presence]:
        """Give the agents seen within 60 s and how many conversations each serves."""
        raise NotImplementedError

    async def changes_after(self, version: int, wait: float) -> list[Handover]:
        """Give the hand-overs changed after ``version``, in order of their version; wait up to ``wait`` seconds."""
        raise NotImplementedError

    async def version(self) -> int:
        """Give the newest version of the house: where a console that has just read the queue goes on."""
        raise NotImplementedError

    async def transcript(self, conversation: str, after: int = 0) -> Page:
        """Give up to 500 messages above ``after`` as the citizen sees them, cards included."""
        raise NotImplementedError

    async def typing(self, conversation: str, agent: str) -> None:
        """Show the citizen that the agent writes. Nothing happens when the agent does not hold the conversation."""
        raise NotImplementedError

    def follow(self, conversation: str) -> AbstractContextManager[Follower]:
        """Follow a conversation: ``with people.follow(id) as follower: told = await follower.wait()``.

        Frames: ``{"type":"typing","from":"citizen"|"bot"|"staff"}``, ``{"type":"draft","text"}`` (what the citizen has
        written and not sent), ``{"type":"state","state"}``.
        """
        raise NotImplementedError
