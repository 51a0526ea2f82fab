"""In-process fan-out: whoever follows a conversation is woken after each commit and reads from the store what is new.

Nothing is carried but the wake-up, so a follower can neither miss a message nor get it twice.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Follower:
    """``frames`` are passing signs (typing, state, problems) for this follower."""

    def __init__(self) -> None:
        self._bell = asyncio.Event()
        self._frames: list[dict[str, Any]] = []

    def ring(self) -> None:
        self._bell.set()

    def pass_on(self, frame: dict[str, Any]) -> None:
        self._frames.append(frame)
        self._bell.set()

    async def wait(self) -> list[dict[str, Any]]:
        """Wait for the next wake-up and give the signs that came with it."""
        await self._bell.wait()
        self._bell.clear()
        frames, self._frames = self._frames, []
        return frames


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

    def ring(self, conversation: str) -> None:
        for follower in self._followers.get(conversation, ()):
            follower.ring()

    def pass_on(self, conversation: str, frame: dict[str, Any], besides: Follower | None = None) -> None:
        """Pass a sign to all followers, ``besides`` the one it came from."""
        for follower in self._followers.get(conversation, ()):
            if follower is not besides:
                follower.pass_on(frame)
