"""Calls between our own processes carry one bearer token from the data folder."""

import hmac
from collections.abc import Awaitable, Callable

from fastapi import Request

from documents.service.problems import Problem


def bearer_required(token: str) -> Callable[[Request], Awaitable[None]]:
    """Make a FastAPI dependency that answers 404 (not 401: the route is nobody's business) without the token."""

    async def check(request: Request) -> None:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise Problem(404, "not_found", "찾을 수 없어요.")

    return check
