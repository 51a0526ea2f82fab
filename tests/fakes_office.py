"""The office (the actions process) as the counter sees it: identity requests, papers, health."""

from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

PDF = b"%PDF-1.7 a paper"
PNG = b"\x89PNG a page"
HTML = b"<!doctype html><title>a paper to be read</title>"
POLICY = "default-src 'none'; style-src 'sha256-abc'"


class FakeOffice:
    """``papers`` maps a conversation to the numbers of its verified person; ``next_identity`` overrides one answer."""

    def __init__(self) -> None:
        self.people: list[dict[str, Any]] = []
        self.papers: dict[str, set[str]] = {}
        self.next_identity: tuple[int, dict[str, Any]] | None = None
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

        return app

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
