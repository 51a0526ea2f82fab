"""Which conversation a chat is: begun here, or begun on the web and taken along."""

from channels.conversation.desk import Desk
from channels.conversation.message import Draft, Message, Speaker
from channels.messenger.book import Book, Chat
from channels.messenger.doors import Doors
from channels.telegram.telling import Teller

CHANNEL = "telegram"


class Chats:
    def __init__(self, desk: Desk, book: Book, teller: Teller, *, doors: Doors, greeting: Draft) -> None:
        self._desk, self._book, self._teller, self._doors, self._greeting = desk, book, teller, doors, greeting

    async def known(self, chat: str) -> Chat | None:
        return await self._book.chat(chat)

    async def of(self, chat: str) -> Chat:
        """Give the conversation of ``chat``; begin one when there is none. Who writes wants to hear again."""
        found = await self._book.chat(chat)
        if found is None:
            return await self.begin(chat)
        if found.stopped:
            return await self._bind(chat, found.conversation, found.delivered)
        return found

    async def begin(self, chat: str) -> Chat:
        opened = await self._desk.open(CHANNEL, [self._greeting])
        return await self._bind(chat, opened.id, 0)

    async def resume(self, chat: str, code: str) -> Chat | None:
        """Go on here with the conversation of a resume code, from the last answer; None when the code is no good."""
        opened = await self._doors.resume(code)
        if opened is None:
            return None
        return await self._bind(chat, opened.id, _told_before(await self._messages(opened.id)))

    async def stop(self, chat: str) -> None:
        await self._book.stop(chat, stopped=True)
        self._teller.drop(chat)

    async def _bind(self, chat: str, conversation: str, delivered: int) -> Chat:
        bound = await self._book.bind(chat, conversation, delivered)
        self._teller.follow(bound)
        return bound

    async def _messages(self, conversation: str) -> list[Message]:
        messages: list[Message] = []
        while page := (await self._desk.page(conversation, messages[-1].seq if messages else 0)).messages:
            messages += page
        return messages


def _told_before(messages: list[Message]) -> int:
    """Give the message after which the newest answers begin."""
    for message in reversed(messages[:-1]):
        if message.draft.speaker is Speaker.CITIZEN:
            return message.seq
    return 0
