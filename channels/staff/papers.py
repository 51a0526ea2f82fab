"""Held papers and taking papers back: asked of the office, which sees to it that two people agree."""

from typing import Any

import httpx

from channels.staff.office import OfficeDoor
from documents.domain.errors import Unavailable


class PapersDown(Unavailable):
    code = "papers_down"


class PaperOffice:
    """``client`` carries the office's address, a time limit and the bearer token. Raise Refusal, ``PapersDown``."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._door = OfficeDoor(client, PapersDown)

    async def open(self) -> dict[str, Any]:
        """Give ``held`` (number, title, why, since) and ``voidings`` (number, reason, asked_by, asked_at)."""
        found: dict[str, Any] = (await self._door.call("GET", "/papers")).json()
        return found

    async def ask(self, number: str, by: str, reason: str) -> None:
        await self._door.call("POST", "/voidings", {"number": number, "by": by, "reason": reason})

    async def agree(self, number: str, by: str) -> None:
        await self._door.call("POST", f"/voidings/{number}/agree", {"by": by})

    async def refuse(self, number: str, by: str) -> None:
        await self._door.call("POST", f"/voidings/{number}/refuse", {"by": by})

    async def close(self) -> None:
        await self._door.close()
