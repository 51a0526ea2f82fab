"""Where Telegram posts updates on a server, with the secret that only it was told."""

import hmac
from collections.abc import Awaitable, Callable
from json import JSONDecodeError
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from channels.telegram.transport import TransportError

PATH = "/telegram/webhook"
_log = structlog.get_logger(__name__)
Take = Callable[[dict[str, Any]], Awaitable[None]]


def webhook_routes(take: Take, secret: str) -> APIRouter:
    """``take`` gets the body. What it raises is answered with 500, and Telegram posts the same again.

    Not so what can never be read: that would come for ever, and what comes after it never.
    """
    routes = APIRouter(include_in_schema=False)

    @routes.post(PATH)
    async def webhook(
        request: Request,
        x_telegram_bot_api_secret_token: Annotated[str, Header()] = "",
    ) -> Response:
        if not hmac.compare_digest(x_telegram_bot_api_secret_token.encode(), secret.encode()):
            return Response(status_code=403)
        try:
            await take(await request.json())
        except (JSONDecodeError, UnicodeDecodeError):
            return Response(status_code=400)
        except TransportError as error:
            _log.error("update_not_taken", code=error.code)
        return Response(status_code=200)

    return routes
