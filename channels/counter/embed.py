"""The counter in a frame of a district's site: which sites may, and the cookie that a browser keeps in such a frame."""

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import Response

from channels.conversation.store import Opened
from channels.counter.access import COOKIE, COOKIE_SECONDS
from channels.counter.shell import policy


def is_framed(request: Request) -> bool:
    """Say whether the page is asked for by a frame; the browser says so itself."""
    return request.headers.get("sec-fetch-dest") == "iframe"


def allow_frames(response: Response, origins: Collection[str], style: str) -> None:
    """Let sites of ``origins`` frame the page, without any nobody; ``style`` is the hash of the page's own."""
    response.headers["Content-Security-Policy"] = policy(sorted(origins), style)


def give_in_frame(response: Response, opened: Opened) -> None:
    """Set a cookie that holds in this site's frame only (CHIPS): the strict one is not sent from within another site.

    Requests that change something are checked for their origin all the same.
    """
    cookie = f"{COOKIE}={opened.id}.{opened.token}; HttpOnly; Max-Age={COOKIE_SECONDS}; Path=/"
    response.headers.append("set-cookie", f"{cookie}; SameSite=None; Secure; Partitioned")
