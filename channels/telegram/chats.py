"""Which conversation a chat is: begun here, or begun on the web and taken along."""

from dataclasses import replace

from channels.conversation.desk import Desk
from channels.conversation.message import Message, Speaker
from channels.messenger.book import Book, Chat
from channels.messenger.doors import Doors
from channels.telegram.telling import Teller
from channels.telegram.tongues import Tongue, Tongues, language_of
from channels.telegram.updates import Heard

CHANNEL = "telegram"


class Chats:
    def __init__(self, desk: Desk, book: Book, teller: Teller, *, doors: Doors, tongues: Tongues) -> None:
        self._desk, self._book, self._teller, self._doors, self._tongues = desk, book, teller, doors, tongues

    async def known(self, chat: str) -> Chat | None:
        return await self._book.chat(chat)

    async def tongue(self, heard: Heard) -> Tongue:
        """Give the words for who sent ``heard``."""
        known = await self._book.chat(heard.chat)
        return self._tongues.of(language_of(heard, known.language if known else None))

    async def of(self, heard: Heard) -> Chat:
        """Give the conversation of a chat; begin one when there is none. Who writes wants to hear again."""
        found = await self._book.chat(heard.chat)
        if found is None:
            return await self.begin(heard)
        language = language_of(heard, found.language)
        if found.stopped:
            return await self._bind(heard.chat, found.conversation, found.delivered, language)
        if language != found.language:
            await self._book.speak(heard.chat, language)
        return replace(found, language=language)

    async def begin(self, heard: Heard) -> Chat:
        language = language_of(heard)
        opened = await self._desk.open(CHANNEL, [self._tongues.of(language).greeting])
        return await self._bind(heard.chat, opened.id, 0, language)

    async def resume(self, heard: Heard, code: str) -> Chat | None:
        """Go on here with the conversation of a resume code, from the last answer; None when the code is no good."""
        opened = await self._doors.resume(code)
        if opened is None:
            return None
        before = _told_before(await self._desk.everything(opened.id))
        return await self._bind(heard.chat, opened.id, before, language_of(heard))

    async def stop(self, chat: str) -> None:
        await self._book.stop(chat, stopped=True)
        self._teller.drop(chat)

    async def _bind(self, chat: str, conversation: str, delivered: int, language: str) -> Chat:
        bound = await self._book.bind(chat, conversation, delivered, language)
        self._teller.follow(bound)
        return bound


def _told_before(messages: list[Message]) -> int:
    """Give the message after which the newest answers begin."""
    for message in reversed(messages[:-1]):
        if message.draft.speaker is Speaker.CITIZEN:
            return message.seq
    return 0
