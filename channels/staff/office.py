"""The office's internal door: one call, its refusals by code, and its silence by the name of what is not there."""

from collections.abc import Mapping
from typing import Any

import httpx

from documents.domain.errors import Refusal, Unavailable

_ANSWERS = frozenset({404, 409, 422})


class OfficeDoor:
    """``client`` carries the office's address, a time limit and the bearer token; ``down`` says that it is silent."""

    def __init__(self, client: httpx.AsyncClient, down: type[Unavailable]) -> None:
        self._client, self._down = client, down

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """Give the answer of ``/internal/staff<path>``. Raise Refusal, and ``down``."""
        try:
            answer = await self._client.request(method, f"/internal/staff{path}", json=body)
        except httpx.TransportError as error:
            raise self._down from error
        if answer.is_success:
            return answer
        if answer.status_code not in _ANSWERS or "code" not in (problem := answer.json()):
            raise self._down
        raise Refusal(str(problem["code"]))

    async def close(self) -> None:
        await self._client.aclose()
