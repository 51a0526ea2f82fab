"""In-process fan-out: whoever follows a conversation is handed what was committed.

The store stays the truth: a follower who sees a gap in the sequence, or fell behind, reads there what is missing.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from channels.conversation.message import Message

HOUSE = ""
"""No conversation: whoever follows it is rung at every change of a hand-over."""
_MOST_KEPT = 100


@dataclass(slots=True)
class Told:
    """``frames`` are passing signs: typing, state, problems. ``behind``: more came than was kept."""

    messages: list[Message] = field(default_factory=list)
    frames: list[dict[str, Any]] = field(default_factory=list)
    behind: bool = False


class Follower:
    def __init__(self) -> None:
        self._bell = asyncio.Event()
        self._told = Told()

    def ring(self, added: Sequence[Message] = ()) -> None:
        if len(self._told.messages) + len(added) > _MOST_KEPT:
            self._told.messages, self._told.behind = [], True
        else:
            self._told.messages += added
        self._bell.set()

    def pass_on(self, frame: dict[str, Any]) -> None:
        if len(self._told.frames) < _MOST_KEPT:
            self._told.frames.append(frame)
        self._bell.set()

    async def wait(self) -> Told:
        """Wait until something happens and give all that happened since the last call."""
        await self._bell.wait()
        self._bell.clear()
        told, self._told = self._told, Told()
        return told


class Broadcaster:
    def __init__(self) -> None:
        self._followers: dict[str, set[Follower]] = defaultdict(set)
        self._stopped = False

    @contextmanager
    def follow(self, conversation: str) -> Iterator[Follower]:
        """Follow ``conversation``. Begin before reading, so that nothing falls between the two."""
        follower = Follower()
        self._followers[conversation].add(follower)
        if self._stopped:
            follower.ring()
        try:
            yield follower
        finally:
            self._followers[conversation].discard(follower)
            if not self._followers[conversation]:
                del self._followers[conversation]

    @property
    def stopped(self) -> bool:
        """Say whether the process is about to end: those who wait should answer now."""
        return self._stopped

    def stop(self) -> None:
        self._stopped = True
        for conversation in list(self._followers):
            self.ring(conversation)

    def ring(self, conversation: str, added: Sequence[Message] = ()) -> None:
        for follower in self._followers.get(conversation, ()):
            follower.ring(added)

    def pass_on(self, conversation: str, frame: dict[str, Any], besides: Follower | None = None) -> None:
        """Pass a sign to all followers, ``besides`` the one it came from."""
        for follower in self._followers.get(conversation, ()):
            if follower is not besides:
                follower.pass_on(frame)
