"""The Telegram adapter put together: off without a token, else it listens and tells while entered."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any, Self

import structlog
from fastapi import APIRouter

from channels.conversation.message import Speaker
from channels.messenger.book import Book, open_book
from channels.messenger.house import House
from channels.messenger.showing import Showing
from channels.messenger.words import read_words as read_shared_words
from channels.telegram.chats import CHANNEL, Chats
from channels.telegram.commands import Commands
from channels.telegram.hearing import Ears
from channels.telegram.listening import Listener
from channels.telegram.papers import Papers
from channels.telegram.pressing import Pressing
from channels.telegram.speaking import Voice
from channels.telegram.steady import Steady
from channels.telegram.telling import Teller
from channels.telegram.transport import Transport, TransportError, open_bot
from channels.telegram.updates import read
from channels.telegram.webhook import PATH, webhook_routes
from channels.telegram.words import read_words
from documents.service.secret_files import token

_log = structlog.get_logger(__name__)


class TelegramAdapter:
    """``async with`` starts it. It never keeps the counter from starting: Telegram may be out of reach for long."""

    def __init__(self, house: House, book: Book) -> None:
        self._settings, self._book, self._steady = house.settings, book, Steady()
        words, shared = read_words(), read_shared_words()
        self._transport = Transport(
            open_bot(self._settings.telegram_token.get_secret_value(), self._settings.telegram_api)
        )
        voice, showing = Voice(self._transport, book, house.doors, self._steady), Showing(shared)
        self._teller = Teller(
            house.desk, house.broadcaster, book, showing=showing, voice=voice, transport=self._transport
        )
        greeting = house.words.greeting.draft(Speaker.BOT)
        chats = Chats(house.desk, book, self._teller, doors=house.doors, greeting=greeting)
        self._commands = Commands(chats, voice, words, shared)
        papers = Papers(house.office, self._transport, voice, steady=self._steady, words=words, shared=shared)
        pressing = Pressing(
            house.desk,
            house.entry,
            book,
            showing=showing,
            voice=voice,
            words=shared,
            commands=self._commands,
            papers=papers,
            reports=house.reports,
        )
        self._ears = Ears(
            house.entry,
            book,
            chats,
            commands=self._commands,
            pressing=pressing,
            reports=house.reports,
            voice=voice,
            transport=self._transport,
            steady=self._steady,
            words=words,
            shared=shared,
            problems=house.words.problems,
        )
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._book.open)
        async with AsyncExitStack() as stack:
            stack.callback(self._book.close)
            stack.push_async_callback(self._transport.close)
            stack.push_async_callback(self._teller.stop)
            task = asyncio.create_task(self._serve())
            stack.push_async_callback(_stop, task)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._stack.aclose()

    def routes(self) -> APIRouter:
        """Give the webhook; without one the adapter asks Telegram itself."""
        return webhook_routes(self._take, self._secret()) if self._settings.telegram_webhook else APIRouter()

    async def _serve(self) -> None:
        """Begin and go on. The edge of the task: what ends it is an alarm, the counter goes on without Telegram."""
        try:
            await self._steady(lambda: self._transport.start(self._commands.menu()))
            await self._teller.start()
            if self._settings.telegram_webhook:
                address = f"{self._settings.outside_url}{PATH}"
                await self._steady(lambda: self._transport.listen_at(address, self._secret()))
            else:
                seconds = self._settings.telegram_poll
                await Listener(self._transport, self._ears, seconds, self._steady).listen()
        except TransportError as error:
            _log.critical("alarm", code="telegram_refuses", reason=error.code)

    async def _take(self, raw: dict[str, Any]) -> None:
        heard = read(self._transport.update(raw))
        if heard is not None:
            await self._ears.hear(heard)

    def _secret(self) -> str:
        return token(self._settings.data / "telegram.secret")


def telegram_adapter(house: House) -> TelegramAdapter | None:
    """Build the adapter; None when there is no token, and the messenger is off."""
    if not house.settings.telegram_token.get_secret_value():
        return None
    return TelegramAdapter(house, open_book(house.settings, CHANNEL))


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
