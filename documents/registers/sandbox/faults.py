"""Faults on demand: any part of the sandbox agencies can be made to fail for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock

from fastapi import APIRouter
from pydantic import BaseModel, Field

from documents.service.clock import Clock, utc_now
from documents.service.problems import Problem

SLOW_SECONDS = 8.0
"""Longer than any caller waits."""


class FaultKind(StrEnum):
    DOWN = "down"
    SLOW = "slow"
    ERROR = "error"
    WRONG_PERSON = "wrong_person"


@dataclass(frozen=True, slots=True)
class Fault:
    kind: FaultKind
    until: datetime


class FaultBoard:
    """Which part fails how, and until when. One board serves every sandbox agency in the process."""

    def __init__(self, clock: Clock = utc_now, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._clock, self._sleep = clock, sleep
        self._faults: dict[str, Fault] = {}
        self._lock = Lock()

    def set(self, part: str, kind: FaultKind, seconds: float) -> None:
        """Make ``part`` fail for ``seconds`` from now; 0 mends it at once."""
        with self._lock:
            self._faults[part] = Fault(kind, self._clock() + timedelta(seconds=seconds))

    def current(self, part: str) -> FaultKind | None:
        """Tell how ``part`` fails now, None when it works."""
        with self._lock:
            fault = self._faults.get(part)
        return fault.kind if fault and self._clock() < fault.until else None

    async def meet(self, part: str) -> FaultKind | None:
        """Suffer the fault of ``part``: raise a 503 or 500 Problem, or wait. Give what the caller acts out."""
        kind = self.current(part)
        if kind is FaultKind.DOWN:
            raise Problem(503, "sandbox_down", "지금은 이용할 수 없어요.")
        if kind is FaultKind.ERROR:
            raise Problem(500, "sandbox_error", "기관 시스템에 문제가 생겼어요.")
        if kind is FaultKind.SLOW:
            await self._wait(part)
        return kind

    async def _wait(self, part: str) -> None:
        with self._lock:
            left = (self._faults[part].until - self._clock()).total_seconds()
        await self._sleep(min(SLOW_SECONDS, max(0.0, left)))


class FaultOrder(BaseModel):
    part: str = Field(min_length=1, max_length=40)
    kind: FaultKind
    seconds: float = Field(ge=0, le=86_400, allow_inf_nan=False)


def faults_router(board: FaultBoard) -> APIRouter:
    """Make the ``POST /faults`` route over ``board``. Seconds are how long the fault lasts; 0 mends it."""
    router = APIRouter(tags=["faults"])

    @router.post("/faults", status_code=204)
    async def order_fault(order: FaultOrder) -> None:
        board.set(order.part, order.kind, order.seconds)

    return router
