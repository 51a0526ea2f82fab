"""What went wrong, as a page: whoever opens an address or sends a form reads a sentence, programs get the document."""

import json
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DOCUMENT = "application/problem+json"


class ProblemPages:
    """``draw`` makes the page of a problem's code in the language of who asks; the status stays what it was."""

    def __init__(self, app: ASGIApp, draw: Callable[[Request, str], Response]) -> None:
        self._app, self._draw = app, draw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        status, document = 0, b""

        async def send_or_keep(message: Message) -> None:
            nonlocal status, document
            if message["type"] == "http.response.start":
                status = message["status"] if _is_problem(message) else 0
            if not status:
                await send(message)
            elif message["type"] == "http.response.body":
                document += message.get("body", b"")

        await self._app(scope, receive, send_or_keep)
        if status:
            page = self._draw(Request(scope), str(json.loads(document)["code"]))
            page.status_code = status
            await page(scope, receive, send)


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith(_DOCUMENT)
