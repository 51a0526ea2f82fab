"""Around every answer: the headers that keep a browser strict, and a cap on what is read from anybody."""

import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from documents.service.problems import respond

LARGEST_BODY = 65_536
_UPLOAD = re.compile(r"/api/conversations/[^/]+/attachments|/say/attachment")  # read their body with a cap of their own
_POLICY = (
    "default-src 'self'; style-src {styles}; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)


def policy(ancestors: Iterable[str] = (), style: str = "") -> str:
    """Say what a page may load and who may frame it. ``style`` is the hash of the one style within the page."""
    return _POLICY.format(styles=f"'self' {style}".strip(), ancestors=" ".join(ancestors) or "'none'")


_HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(self)",
}


class StrictHeaders:
    """Private by default: what a route does not say how to cache is not kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)  # a paper's own page allows its one style sheet and nothing else
            await send(message)

        await self._app(scope, receive, send_strictly if scope["type"] == "http" else send)


class BodyCap:
    """Read a request's body before anybody else does, and answer 413 when it is above ``LARGEST_BODY``."""

    def __init__(self, app: ASGIApp, title: str) -> None:
        self._app, self._title = app, title

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _UPLOAD.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        body = None if not declared.isdigit() or int(declared) > LARGEST_BODY else await _read(receive)
        if body is None:
            await respond(413, "too_large", self._title)(scope, receive, send)
            return
        replayed: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_read() -> Message:
            return replayed.pop() if replayed else await receive()

        await self._app(scope, receive_read, send)


async def _read(receive: Receive) -> bytes | None:
    """Give the whole body; None when it is too large. A client that hung up gives what it sent."""
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body", False):
            return body
