"""The office (the actions process) as the counter sees it: identity requests, papers, health."""

from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

PDF = b"%PDF-1.7 a paper"
PNG = b"\x89PNG a page"
HTML = b"<!doctype html><title>a paper to be read</title>"
POLICY = "default-src 'none'; style-src 'sha256-abc'"
OFFER = {
    "offer_uri": "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fwallet.example%2Fissuer%2Foffers%2Fx1",
    "qr_svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9h-9z"/></svg>',
    "tx_code": "482915",
    "expires_at": "2026-03-05T06:22:00Z",
    "awaited": False,
}


class FakeOffice:
    """``papers`` maps a conversation to the numbers of its verified person; ``next_identity`` overrides one answer.

    ``taken`` maps a conversation to the state of its newest offer, ``refusals`` to the problem that it is answered.
    """

    def __init__(self) -> None:
        self.people: list[dict[str, Any]] = []
        self.papers: dict[str, set[str]] = {}
        self.next_identity: tuple[int, dict[str, Any]] | None = None
        self.taken: dict[str, str] = {}
        self.refusals: dict[str, tuple[int, str]] = {}
        self.healthy = True
        self.authorizations: set[str | None] = set()

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/health")
        async def health() -> Response:
            return JSONResponse({"status": "ok"}, status_code=200 if self.healthy else 503)

        @app.post("/internal/identity")
        async def identity(request: Request) -> Response:
            self.authorizations.add(request.headers.get("authorization"))
            self.people.append(await request.json())
            return self._identity()

        @app.post("/internal/identity/resend")
        async def resend(request: Request) -> Response:
            self.people.append(await request.json())
            return self._identity()

        @app.get("/internal/conversations/{conversation}/papers/{number}")
        async def paper(conversation: str, number: str) -> Response:
            return self._paper(conversation, number, PDF, "application/pdf")

        @app.get("/internal/conversations/{conversation}/papers/{number}/preview.png")
        async def preview(conversation: str, number: str) -> Response:
            return self._paper(conversation, number, PNG, "image/png")

        @app.get("/internal/conversations/{conversation}/papers/{number}/page.html")
        async def page(conversation: str, number: str) -> Response:
            found = self._paper(conversation, number, HTML, "text/html")
            found.headers["Content-Security-Policy"] = POLICY
            return found

        path = "/internal/conversations/{conversation}/papers/{number}/offer"

        @app.post(path)
        async def offer(conversation: str, number: str) -> Response:
            return self._offer(conversation, number, OFFER, 201)

        @app.get(path)
        async def taken(conversation: str, number: str) -> Response:
            return self._offer(conversation, number, {"state": self.taken.get(conversation, "offered")}, 200)

        return app

    def _offer(self, conversation: str, number: str, body: dict[str, Any], status: int) -> Response:
        refused = None if number in self.papers.get(conversation, set()) else (404, "not_found")
        refused = self.refusals.get(conversation, refused)
        if refused:
            return JSONResponse({"code": refused[1], "title": "", "status": refused[0]}, status_code=refused[0])
        return JSONResponse(body, status_code=status)

    def _identity(self) -> Response:
        status, body = self.next_identity or (
            202,
            {"verification": "v1", "state": "pending", "binding_code": "4271", "expires_at": "2026-03-05T06:17:00Z"},
        )
        self.next_identity = None
        return JSONResponse(body, status_code=status)

    def _paper(self, conversation: str, number: str, content: bytes, media_type: str) -> Response:
        if number not in self.papers.get(conversation, set()):
            return JSONResponse({"code": "not_found", "title": "", "status": 404}, status_code=404)
        return Response(content, media_type=media_type)
