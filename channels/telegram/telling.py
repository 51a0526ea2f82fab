"""What happens in a conversation is told in its chat: each message once, in order, a card's new state in its place."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.conversation.broadcast import Broadcaster, Told
from channels.conversation.desk import Desk
from channels.conversation.message import Message, Speaker
from channels.messenger.book import Book, Chat, Sent
from channels.telegram.speaking import Voice
from channels.telegram.steady import Steady
from channels.telegram.tongues import Tongues
from channels.telegram.transport import Transport, TransportError

_log = structlog.get_logger(__name__)


class Teller:
    """One task a chat: Telegram's limits slow down one chat and no other."""

    def __init__(
        self, desk: Desk, broadcaster: Broadcaster, book: Book, *, tongues: Tongues, voice: Voice, transport: Transport
    ) -> None:
        self._desk, self._broadcaster, self._book = desk, broadcaster, book
        self._tongues, self._voice, self._transport = tongues, voice, transport
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Go on with every chat that wants to hear."""
        for chat in await self._book.open_chats():
            if chat.chat not in self._tasks:
                self.follow(chat)

    def follow(self, chat: Chat) -> None:
        """Tell ``chat`` its conversation from now on, and no longer another one."""
        if known := self._tasks.pop(chat.chat, None):
            known.cancel()
        self._tasks[chat.chat] = asyncio.create_task(self._tell_on(chat))

    def drop(self, chat: str) -> None:
        if known := self._tasks.pop(chat, None):
            known.cancel()

    async def stop(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell_on(self, chat: Chat) -> None:
        steady, tries = Steady(), 0
        with self._broadcaster.follow(chat.conversation) as follower:
            while not self._broadcaster.stopped:
                try:
                    chat = await self._tell_missed(chat)
                    await self._show_signs(chat, await follower.wait())
                    tries = 0
                except TransportError:
                    await self._book.stop(chat.chat, stopped=True)
                    _log.info("chat_gone", conversation=chat.conversation)
                    return
                except SQLAlchemyError as error:
                    _log.error("telling_failed", conversation=chat.conversation, reason=type(error).__name__)
                    await steady.pause(TransportError("store", permanent=False), tries := tries + 1)

    async def _tell_missed(self, chat: Chat) -> Chat:
        while page := (await self._desk.page(chat.conversation, chat.delivered)).messages:
            now = await self._book.chat(chat.chat)  # they may have changed their language
            chat = replace(chat, language=now.language if now else chat.language)
            for message in page:
                await self._try_to_tell(chat, message)
                await self._book.told(chat, message.seq)
                chat = replace(chat, delivered=message.seq)
        return chat

    async def _try_to_tell(self, chat: Chat, message: Message) -> None:
        try:
            await self._tell(chat, message)
        except (TransportError, SQLAlchemyError):
            raise
        except Exception as error:  # noqa: BLE001 - the edge: one bad message must not silence the chat for ever
            _log.critical("alarm", code="message_not_told", conversation=chat.conversation, kind=type(error).__name__)

    async def _tell(self, chat: Chat, message: Message) -> None:
        """Say one message. What Telegram will never take is left out, so that the next ones are heard."""
        shown = self._tongues.of(chat.language).showing.show(message)
        if message.draft.speaker is Speaker.CITIZEN or not shown.text:
            return
        place = message.draft.replaces or message.seq
        known = await self._book.sent(chat.conversation, place)
        try:
            if known is not None:
                number = await self._voice.say_again(chat.chat, chat.conversation, shown, known.message)
            else:
                number = await self._voice.say(chat.chat, chat.conversation, shown)
        except TransportError as error:
            if error.gone:
                raise
            _log.error("message_not_taken", conversation=chat.conversation, seq=message.seq, code=error.code)
            return
        await self._book.put_sent(chat.conversation, place, Sent(number))

    async def _show_signs(self, chat: Chat, told: Told) -> None:
        if any(frame["type"] == "typing" and frame.get("from") in {"bot", "staff"} for frame in told.frames):
            with suppress(TransportError):  # a sign that comes late is worse than none
                await self._transport.typing(chat.chat)
