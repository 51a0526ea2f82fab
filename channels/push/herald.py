"""Follows the conversations of those who want to be told, and tells their browsers of what came.

Whether anybody looks at the page is the browser's to know: its service worker keeps the notice back then.
"""

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import structlog

from channels.conversation.broadcast import Broadcaster, Follower
from channels.conversation.message import Message, Speaker
from channels.push.book import Book
from channels.push.sender import PushRefused, Sender
from channels.push.subscription import News, Subscription

log = structlog.get_logger()


class Herald:
    """Enter it to begin; leaving ends all following. ``gather``: seconds in which news become one notice."""

    def __init__(self, book: Book, sender: Sender, broadcaster: Broadcaster, gather: float) -> None:
        self._book, self._sender, self._broadcaster, self._gather = book, sender, broadcaster, gather
        self._following: dict[str, asyncio.Task[None]] = {}

    @property
    def key(self) -> str:
        return self._sender.key

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._book.open)
        for conversation in await asyncio.to_thread(self._book.conversations):
            self._follow(conversation)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        tasks = list(self._following.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._book.close)

    async def subscribe(self, new: Subscription) -> None:
        await asyncio.to_thread(self._book.keep, new)
        self._follow(new.conversation)

    async def unsubscribe(self, conversation: str, endpoint: str) -> None:
        await asyncio.to_thread(self._book.forget, conversation, endpoint)

    def _follow(self, conversation: str) -> None:
        task = self._following.get(conversation)
        if task is None or task.done():
            self._following[conversation] = asyncio.create_task(self._tell_on(conversation))

    async def _tell_on(self, conversation: str) -> None:
        with self._broadcaster.follow(conversation) as follower:
            while not self._broadcaster.stopped:
                news = await self._next(follower)
                if news is not None:
                    browsers = await asyncio.to_thread(self._book.of, conversation)
                    await asyncio.gather(*(self._send(browser, news) for browser in browsers))

    async def _next(self, follower: Follower) -> News | None:
        told = await follower.wait()
        found = news_of(told.messages)
        if found is None or self._gather == 0:
            return found
        await asyncio.sleep(self._gather)
        return found

    async def _send(self, browser: Subscription, news: News) -> None:
        try:
            await asyncio.to_thread(self._sender.send, browser, news)
        except PushRefused as refused:
            log.warning("push_refused", permanent=refused.permanent)
            if refused.permanent:
                await self.unsubscribe(browser.conversation, browser.endpoint)


def news_of(messages: Sequence[Message]) -> News | None:
    """Say of what kind the news is; None when only the citizen spoke or a card changed where it stands."""
    fresh = [each.draft for each in messages if each.draft.speaker != Speaker.CITIZEN]
    if any((draft.card or {}).get("type") == "document" and draft.replaces is None for draft in fresh):
        return News.PAPER
    return News.ANSWER if any(draft.text for draft in fresh) else None
