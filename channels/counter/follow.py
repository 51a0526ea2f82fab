"""Waiting for what comes next in a conversation."""

import asyncio

from channels.conversation.reading import Page
from channels.counter.room import Room


async def page_after(room: Room, conversation: str, after: int, wait: float) -> Page:
    """Give the messages above ``after``; without any, wait up to ``wait`` seconds for one or for a new speaker."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait
    with room.broadcaster.follow(conversation) as follower:
        page = await room.desk.page(conversation, after)
        while not page.messages and not room.broadcaster.stopped:
            try:
                async with asyncio.timeout_at(deadline):
                    told = await follower.wait()
            except TimeoutError:
                return page
            page = await room.desk.page(conversation, after)
            if any(frame["type"] == "state" for frame in told.frames):
                return page
    return page
