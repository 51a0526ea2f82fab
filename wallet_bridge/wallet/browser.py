"""What every page tells a browser, and what a browser must show before it changes anything."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from starlette.responses import Response

from wallet_bridge.wallet.refusals import refuse

_HEADERS = {
    # No inline script or style, nothing from elsewhere, no framing.
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # The check code travels in a query: no other site may learn it. (no-referrer would blank our own forms' Origin.)
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def install(app: FastAPI) -> None:
    """Put the security headers on every answer; what is not a static file is not kept by caches."""

    @app.middleware("http")
    async def headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)  # a page that needs more says so itself
        if not request.url.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def prefers_html(request: Request) -> bool:
    """Tell whether text/html is named in Accept, and is not named after application/json."""
    wanted = {}
    for part in request.headers.get("accept", "").split(","):
        media, _, parameters = part.strip().partition(";")
        wanted[media.strip().lower()] = _quality(parameters)
    html = max(wanted.get("text/html", 0), wanted.get("application/xhtml+xml", 0))
    return html > 0 and html >= wanted.get("application/json", 0)


def same_site_required(request: Request) -> None:
    """FastAPI dependency against cross-site request forgery: the browser says that our own page sent this.

    Sec-Fetch-Site where the browser sends it (any but an ancient one), else Origin. Neither: refused.
    """
    site = request.headers.get("sec-fetch-site")
    if site is None:
        own = f"{request.url.scheme}://{request.headers.get('host', '')}"
        site = "same-origin" if request.headers.get("origin") == own else "cross-site"
    if site != "same-origin":
        raise refuse(403, "cross_site")


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0
    return 1
