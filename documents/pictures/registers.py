"""The practice registers in this very process, asked over their own protocol by the office's own clients."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI

from documents.domain.kind import PaperKind
from documents.ports import Register
from documents.registers.catalogue import open_registers
from documents.registers.sandbox.access import AccessLog
from documents.registers.sandbox.agencies import registers_router
from documents.registers.sandbox.counter import Furniture
from documents.registers.sandbox.faults import FaultBoard
from documents.registers.town.town import open_town
from documents.service import problems
from documents.service.clock import Clock
from documents.service.database import open_engine

_URL, _TOKEN = "http://practice", "pictures"


class InProcess(httpx.BaseTransport):
    """Answers from an application instead of the network."""

    def __init__(self, app: FastAPI) -> None:
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


@contextmanager
def open_practice_registers(clock: Clock) -> Iterator[Mapping[PaperKind, Register]]:
    """Open the sandbox town's registers, their access log in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="minwon-practice-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'practice.db'}")
        try:
            log = AccessLog(engine, _TOKEN.encode(), "pictures", clock)
            app = FastAPI()
            problems.install(app)
            app.include_router(registers_router(Furniture(open_town(), FaultBoard(clock), log, _TOKEN, clock)))
            with httpx.Client(transport=InProcess(app)) as client:
                yield open_registers(_URL, _TOKEN, client)
        finally:
            engine.dispose()
