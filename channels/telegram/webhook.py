"""Where Telegram posts updates on a server, with the secret that only it was told."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header
from starlette.responses import Response

PATH = "/telegram/webhook"
Take = Callable[[dict[str, Any]], Awaitable[None]]


def webhook_routes(take: Take, secret: str) -> APIRouter:
    """``take`` gets the body. What it raises is answered with 500, and Telegram posts the same again."""
    routes = APIRouter(include_in_schema=False)

    @routes.post(PATH)
    async def webhook(
        update: Annotated[dict[str, Any], Body()],
        x_telegram_bot_api_secret_token: Annotated[str, Header()] = "",
    ) -> Response:
        if not hmac.compare_digest(x_telegram_bot_api_secret_token.encode(), secret.encode()):
            return Response(status_code=403)
        await take(update)
        return Response(status_code=200)

    return routes
