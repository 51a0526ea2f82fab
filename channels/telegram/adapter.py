"""The Telegram adapter put together: off without a token, else it listens and tells while entered."""

import asyncio
from contextlib import AsyncExitStack
from itertools import count
from typing import Any, Self

import structlog
from fastapi import APIRouter

from channels.messenger.book import Book, open_book
from channels.messenger.house import House
from channels.telegram.chats import CHANNEL, Chats
from channels.telegram.commands import Commands
from channels.telegram.hearing import Ears
from channels.telegram.listening import Listener
from channels.telegram.papers import Papers
from channels.telegram.parcels import Parcels
from channels.telegram.pressing import Pressing
from channels.telegram.reading import read
from channels.telegram.speaking import Voice
from channels.telegram.steady import Steady
from channels.telegram.telling import Teller
from channels.telegram.tongues import Tongues
from channels.telegram.transport import Transport, TransportError, open_bot
from channels.telegram.webhook import PATH, webhook_routes
from documents.service.secret_files import token

_log = structlog.get_logger(__name__)


class TelegramAdapter:
    """``async with`` starts it. It never keeps the counter from starting: Telegram may be out of reach for long."""

    def __init__(self, house: House, book: Book) -> None:
        self._settings, self._book, self._steady = house.settings, book, Steady()
        self._tongues = tongues = Tongues(house.words)
        self._transport = transport = Transport(
            open_bot(self._settings.telegram_token.get_secret_value(), self._settings.telegram_api)
        )
        voice = Voice(transport, book, house.doors, self._steady)
        self._teller = Teller(house.desk, house.broadcaster, book, tongues=tongues, voice=voice, transport=transport)
        chats = Chats(house.desk, book, self._teller, doors=house.doors, tongues=tongues)
        commands = Commands(chats, voice, tongues)
        pressing = Pressing(
            house.desk,
            house.entry,
            book,
            voice=voice,
            tongues=tongues,
            commands=commands,
            papers=Papers(house.office, transport, voice, steady=self._steady, tongues=tongues),
            reports=house.reports,
        )
        self._parcels = Parcels(
            house.reports,
            house.desk,
            house.entry,
            voice=voice,
            transport=transport,
            steady=self._steady,
            tongues=tongues,
        )
        self._ears = Ears(
            house.entry,
            book,
            chats,
            commands=commands,
            pressing=pressing,
            parcels=self._parcels,
            voice=voice,
            transport=transport,
            steady=self._steady,
            tongues=tongues,
        )
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._book.open)
        async with AsyncExitStack() as stack:
            stack.callback(self._book.close)
            stack.push_async_callback(self._transport.close)
            stack.push_async_callback(self._teller.stop)
            stack.push_async_callback(self._parcels.close)
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
        """Begin and go on. What Telegram refuses for good is an alarm, the counter goes on without Telegram."""
        for tries in count(1):
            try:
                await self._begin()
            except TransportError as error:
                _log.critical("alarm", code="telegram_refuses", reason=error.code)
                return
            except Exception as error:  # noqa: BLE001 - the edge of the task: it would end without a word
                _log.critical("alarm", code="telegram_error", kind=type(error).__name__)
                await self._steady.pause(TransportError("error", permanent=False), tries)
            else:
                return

    async def _begin(self) -> None:
        await self._steady(lambda: self._transport.start(self._tongues.menus()))
        await self._teller.start()
        if self._settings.telegram_webhook:
            address = f"{self._settings.outside_url}{PATH}"
            await self._steady(lambda: self._transport.listen_at(address, self._secret()))
        else:
            await Listener(self._transport, self._ears, self._settings.telegram_poll, self._steady).listen()

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
