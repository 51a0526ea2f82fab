"""Telegram's own advice on how fast to write, kept before it has to refuse: the library's limiter, and a chat's own."""

from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.ext import AIORateLimiter

BURST = 10
"""Messages that a chat may get at once; after them one a second ("short bursts" are allowed, of no named length)."""
_SENDING = frozenset({"sendMessage", "sendDocument", "editMessageText"})
_MANY = 512

_Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Pace(AIORateLimiter):
    """30 calls a second in all (the library's), and a message a second in each chat on the average."""

    def __init__(self) -> None:
        super().__init__()
        self._chats: dict[str, AsyncLimiter] = {}

    async def process_request(  # noqa: PLR0917 - the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> _Answer:
        if endpoint in _SENDING:
            await self._chat(str(data["chat_id"])).acquire()
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)

    def _chat(self, chat: str) -> AsyncLimiter:
        """Give the bucket of ``chat``; those that are empty again are forgotten when there are many."""
        if len(self._chats) > _MANY:
            self._chats = {name: each for name, each in self._chats.items() if not each.has_capacity(each.max_rate)}
        return self._chats.setdefault(chat, AsyncLimiter(BURST, BURST))
