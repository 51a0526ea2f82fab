"""Held papers and taking papers back: asked of the office, which sees to it that two people agree."""

from typing import Any

import httpx

from documents.domain.errors import Refusal, Unavailable

_ANSWERS = frozenset({404, 409, 422})


class PapersDown(Unavailable):
    code = "papers_down"


class PaperOffice:
    """``client`` carries the office's address, a time limit and the bearer token. Raise Refusal, ``PapersDown``."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def open(self) -> dict[str, Any]:
        """Give ``held`` (number, title, why, since) and ``voidings`` (number, reason, asked_by, asked_at)."""
        found: dict[str, Any] = (await self._call("GET", "/internal/staff/papers")).json()
        return found

    async def ask(self, number: str, by: str, reason: str) -> None:
        await self._call("POST", "/internal/staff/voidings", {"number": number, "by": by, "reason": reason})

    async def agree(self, number: str, by: str) -> None:
        await self._call("POST", f"/internal/staff/voidings/{number}/agree", {"by": by})

    async def refuse(self, number: str, by: str) -> None:
        await self._call("POST", f"/internal/staff/voidings/{number}/refuse", {"by": by})

    async def close(self) -> None:
        await self._client.aclose()

    async def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> httpx.Response:
        try:
            answer = await self._client.request(method, path, json=body)
        except httpx.TransportError as error:
            raise PapersDown from error
        if answer.is_success:
            return answer
        if answer.status_code not in _ANSWERS or "code" not in (problem := answer.json()):
            raise PapersDown
        raise Refusal(str(problem["code"]))
