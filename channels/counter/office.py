"""The office (the actions process) behind the counter: identity requests and finished papers, never stored here."""

from collections.abc import Mapping
from typing import Any

import httpx

from documents.domain.errors import Refusal, Unavailable

_ANSWERS = frozenset({404, 409, 422, 429})


class OfficeRefused(Refusal):
    """The office said no: ``status`` and ``code`` are its own."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status


class OfficeDown(Unavailable):
    code = "office_down"


class Office:
    """``client`` carries the address, the time limit and the bearer token. Raise ``OfficeRefused``, ``OfficeDown``."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def request_identity(self, conversation: str, person: Mapping[str, str]) -> dict[str, Any]:
        """Ask for an approval on the phone of ``person`` (name, birth_date, phone, provider)."""
        return await self._identity("/internal/identity", {"conversation": conversation, **person})

    async def resend_identity(self, conversation: str) -> dict[str, Any]:
        """Ask again for the person whose request ran out a moment ago."""
        return await self._identity("/internal/identity/resend", {"conversation": conversation})

    async def paper(self, conversation: str, number: str) -> bytes:
        """Give the PDF of paper ``number``, which must belong to the verification of ``conversation``."""
        return (await self._call("GET", f"/internal/conversations/{conversation}/papers/{number}")).content

    async def preview(self, conversation: str, number: str) -> bytes:
        """Give the first page of the paper as PNG."""
        return (await self._call("GET", f"/internal/conversations/{conversation}/papers/{number}/preview.png")).content

    async def page(self, conversation: str, number: str) -> tuple[bytes, str]:
        """Give the paper as a web page, and the policy that its reader must keep."""
        answer = await self._call("GET", f"/internal/conversations/{conversation}/papers/{number}/page.html")
        return answer.content, answer.headers["Content-Security-Policy"]

    async def offer(self, conversation: str, number: str) -> dict[str, Any]:
        """Open an offer of the paper to another wallet: what the citizen's eyes need, and nobody else's."""
        path = f"/internal/conversations/{conversation}/papers/{number}/offer"
        answer: dict[str, Any] = (await self._call("POST", path)).json()
        return answer

    async def offer_taken(self, conversation: str, number: str) -> dict[str, Any]:
        """Tell what became of the newest offer."""
        path = f"/internal/conversations/{conversation}/papers/{number}/offer"
        answer: dict[str, Any] = (await self._call("GET", path)).json()
        return answer

    async def healthy(self) -> bool:
        try:
            response = await self._client.get("/health", timeout=1.0)
        except httpx.HTTPError:
            return False
        return response.is_success

    async def _identity(self, path: str, body: Mapping[str, str]) -> dict[str, Any]:
        answer: dict[str, Any] = (await self._call("POST", path, json=body)).json()
        return answer

    async def _call(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            response = await self._client.request(method, path, **more)
        except httpx.HTTPError as error:
            raise OfficeDown from error
        if response.is_success:
            return response
        if response.status_code in _ANSWERS:
            raise OfficeRefused(response.status_code, _code(response))
        raise OfficeDown


def _code(response: httpx.Response) -> str:
    try:
        return str(response.json()["code"])
    except (ValueError, KeyError, TypeError):
        return "not_found"
