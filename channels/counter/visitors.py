"""Who else is in the hall: where figures stand, and nothing of whose they are. In memory only; silence ends a stay.

A page that shows the hall says over its socket where its figure is, in decimetres of the floor, and ``null`` when the
hall is shut: ``{"type": "presence", "spot": [x, z], "sits": false}``. It is told what has changed among those near it:
``{"type": "presence", "all": false, "others": [[id, x, z, sits], …], "gone": [id, …], "more": 12}``. ``more`` counts
who is there and not told of; ``all`` means that what was told before is void; an ``id`` is drawn by lot for each stay.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StrictBool, StrictInt, ValidationError

MOST_SHOWN = 24
IN_SIGHT = 120
"""Decimetres along the hall."""
STEPS_A_SECOND = 10
TICK = 0.2
SILENCE = 30.0
_MOST_THERE = 1000
_IDS = 2**31

X = Annotated[StrictInt, Field(ge=-100, le=100)]
Z = Annotated[StrictInt, Field(ge=0, le=40)]
Stand = tuple[int, int, bool]


class _Step(BaseModel):
    type: Literal["presence"]
    spot: tuple[X, Z] | None
    sits: StrictBool = False


class Visit:
    """One open socket. It is in the hall only while its page says so; of a citizen's pages the last one that moved."""

    def __init__(self, hall: "Visitors", conversation: str, ring: Callable[[], None]) -> None:
        self._hall, self.conversation, self.ring = hall, conversation, ring
        self.id, self.rank = 0, -1
        self.stand: Stand = (0, 0, False)
        self.heard = 0.0
        self._allowance = float(STEPS_A_SECOND)
        self._shown: dict[int, Stand] | None = None
        self._more = 0

    def takes(self, raw: str) -> bool:
        """Say whether ``raw`` was a frame of the hall. What comes faster than a page sends is passed over."""
        try:
            step = _Step.model_validate_json(raw)
        except ValidationError:
            return False
        if self._may():
            self._hall.step(self, None if step.spot is None else (*step.spot, step.sits))
        return True

    def begin(self, number: int) -> None:
        self.id, self.rank, self._shown, self._more = number, -1, None, 0

    def news(self) -> list[dict[str, Any]]:
        """Give the frame of what changed since the last call. A slow page is told less often, never the past."""
        if self.rank < 0:
            return []
        shown, more = self._hall.seen_by(self)
        before = self._shown or {}
        others = [[number, *stand] for number, stand in shown.items() if before.get(number) != stand]
        gone = [number for number in before if number not in shown]
        if self._shown is not None and not others and not gone and more == self._more:
            return []
        frame = {"type": "presence", "all": self._shown is None, "others": others, "gone": gone, "more": more}
        self._shown, self._more = shown, more
        return [frame]

    def _may(self) -> bool:
        now = self._hall.now()
        self._allowance = min(STEPS_A_SECOND, self._allowance + (now - self.heard) * STEPS_A_SECOND)
        self.heard = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True


class Visitors:
    """The hall. It is long and narrow, so that near means near along it. Nothing runs while nobody is there."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._there: dict[str, Visit] = {}
        self._row: list[Visit] = []
        self._changed = False
        self._rounds: asyncio.Task[None] | None = None

    @contextmanager
    def visit(self, conversation: str, ring: Callable[[], None]) -> Iterator[Visit]:
        """Stand ready for one socket; ``ring`` is called when it may have news."""
        visit = Visit(self, conversation, ring)
        try:
            yield visit
        finally:
            self._leave(visit)

    def step(self, visit: Visit, stand: Stand | None) -> None:
        if stand is None:
            self._leave(visit)
        elif self._there.get(visit.conversation) is visit:
            self._changed = self._changed or visit.stand != stand
            visit.stand = stand
        elif visit.conversation in self._there or len(self._there) < _MOST_THERE:
            self._enter(visit, stand)

    def tick(self) -> None:
        """Let those go who fell silent, and ring everybody if anything changed."""
        for visit in list(self._there.values()):
            if self.now() - visit.heard > SILENCE:
                self._leave(visit)
        if not self._changed:
            return
        self._changed = False
        self._row = sorted(self._there.values(), key=lambda each: each.stand[0])
        for rank, visit in enumerate(self._row):
            visit.rank = rank
            visit.ring()

    def seen_by(self, visit: Visit) -> tuple[dict[int, Stand], int]:
        """Give the nearest others and how many more there are, as of the last tick."""
        x = visit.stand[0]
        around = self._row[max(0, visit.rank - MOST_SHOWN) : visit.rank + MOST_SHOWN + 1]
        near = [each for each in around if each is not visit and abs(each.stand[0] - x) <= IN_SIGHT]
        near.sort(key=lambda each: abs(each.stand[0] - x))
        shown = {each.id: each.stand for each in near[:MOST_SHOWN]}
        return shown, len(self._row) - 1 - len(shown)

    def _enter(self, visit: Visit, stand: Stand) -> None:
        before = self._there.get(visit.conversation)
        if before is not None:
            self._leave(before)
        visit.begin(secrets.randbelow(_IDS))
        visit.stand = stand
        self._there[visit.conversation] = visit
        self._changed = True
        if self._rounds is None or self._rounds.done():
            self._rounds = asyncio.get_running_loop().create_task(self._go_round())

    def _leave(self, visit: Visit) -> None:
        if self._there.get(visit.conversation) is visit:
            del self._there[visit.conversation]
            visit.rank = -1
            self._changed = True

    async def _go_round(self) -> None:
        while self._there:
            await asyncio.sleep(TICK)
            self.tick()
