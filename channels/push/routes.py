"""A browser says that it wants to be told, or no longer."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from channels.push.herald import Herald
from channels.push.subscription import Subscription, is_known
from documents.service.problems import Problem

_BASE64URL = r"^[A-Za-z0-9_-]+={0,2}$"
Enter = Callable[[Request, str], Awaitable[None]]


class Keys(BaseModel):
    p256dh: str = Field(max_length=200, pattern=_BASE64URL, repr=False)
    auth: str = Field(max_length=100, pattern=_BASE64URL, repr=False)


class Browser(BaseModel):
    """A ``PushSubscription`` as browsers write it."""

    endpoint: str = Field(max_length=1000, repr=False)
    keys: Keys


class Leaving(BaseModel):
    endpoint: str = Field(max_length=1000, repr=False)


def push_routes(herald: Herald, enter: Enter, hosts: frozenset[str], refusal: Problem) -> APIRouter:
    """``enter`` lets only the holder of a conversation through; ``refusal`` is raised for a foreign push service."""

    async def holder(request: Request, conversation: str) -> None:
        await enter(request, conversation)

    routes = APIRouter(tags=["push"])
    path = "/api/conversations/{conversation}/push"

    @routes.get("/push/key")
    async def key() -> dict[str, str]:
        return {"key": herald.key}

    @routes.post(path, status_code=204, response_class=Response, dependencies=[Depends(holder)])
    async def subscribe(conversation: str, browser: Browser) -> None:
        if not is_known(browser.endpoint, hosts):
            raise refusal
        keys = browser.keys
        await herald.subscribe(Subscription(conversation, browser.endpoint, keys.p256dh, keys.auth))

    @routes.delete(path, status_code=204, response_class=Response, dependencies=[Depends(holder)])
    async def unsubscribe(conversation: str, leaving: Leaving) -> None:
        await herald.unsubscribe(conversation, leaving.endpoint)

    return routes
