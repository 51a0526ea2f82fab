"""Who holds a conversation: a bearer token, or for browsers a cookie that no script and no other site can use."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from channels.conversation.keys import hash_token
from channels.conversation.store import Opened

COOKIE = "minwon_conversation"
COOKIE_SECONDS = 30 * 24 * 3600
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_KNOWN = 20_000

Holds = Callable[[str, str], Awaitable[bool]]


class Access:
    """``holds`` asks the store; what it confirmed is remembered until ``forget``."""

    def __init__(self, holds: Holds, *, secure: bool) -> None:
        self._holds, self._secure = holds, secure
        self._known: set[tuple[str, str]] = set()

    async def holds(self, connection: HTTPConnection, conversation: str) -> bool:
        """Say whether ``connection`` carries the key of ``conversation``; a bearer token goes before the cookie."""
        bearer = _bearer(connection)
        if bearer is not None:
            return await self._check(conversation, bearer)
        owned, token = _cookie(connection)
        return owned == conversation and await self._check(conversation, token)

    async def own(self, connection: HTTPConnection) -> str | None:
        """Give the conversation that the browser's cookie holds, or None."""
        conversation, token = _cookie(connection)
        return conversation if conversation and await self._check(conversation, token) else None

    def token(self, connection: HTTPConnection) -> str:
        """Give the key that ``connection`` carries."""
        return _bearer(connection) or _cookie(connection)[1]

    def forget(self, conversation: str) -> None:
        """Ask the store again about the keys of ``conversation``: some were taken back."""
        self._known = {known for known in self._known if known[0] != conversation}

    def same_site(self, connection: HTTPConnection) -> bool:
        """Say no to what another site makes a browser do: only a cookie travels by itself, so only that is checked."""
        safe = connection.scope["type"] == "http" and connection.scope["method"] in _SAFE
        if safe or _bearer(connection) is not None:
            return True
        site = connection.headers.get("sec-fetch-site")
        if site is not None and site not in {"same-origin", "none"}:
            return False
        origin = connection.headers.get("origin")
        return origin is None or urlsplit(origin).netloc == connection.headers.get("host")

    def give(self, response: Response, opened: Opened) -> None:
        """Set the cookie of a browser."""
        response.set_cookie(
            COOKIE,
            f"{opened.id}.{opened.token}",
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="strict",
            secure=self._secure,
        )

    async def _check(self, conversation: str, token: str) -> bool:
        key = (conversation, hash_token(token))
        if key in self._known:
            return True
        if not await self._holds(conversation, token):
            return False
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known.add(key)
        return True


def _bearer(connection: HTTPConnection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else None


def _cookie(connection: HTTPConnection) -> tuple[str, str]:
    conversation, _, token = connection.cookies.get(COOKIE, "").partition(".")
    return conversation, token
