"""Say something in a chat: texts within Telegram's limit, keys as short references or addresses."""

from collections.abc import Sequence

from channels.messenger.book import Book
from channels.messenger.doors import Doors
from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.sentences import pieces, size
from channels.telegram.steady import Steady
from channels.telegram.transport import TEXT_LIMIT, UNCHANGED, InlineKey, Transport, TransportError

_TITLE_LIMIT = 100
"""Telegram names none; a longer title would not be readable on a phone."""


NOTHING = "…"
"""Said where there are keys and no words: Telegram takes no empty message."""


class Voice:
    """Raise ``TransportError`` when a chat can never take it. What can be taken later is tried until it is."""

    def __init__(self, transport: Transport, book: Book, doors: Doors, steady: Steady) -> None:
        self._transport, self._book, self._doors, self._steady = transport, book, doors, steady

    async def say(self, chat: str, conversation: str, shown: Shown) -> str:
        """Send ``shown`` and give the number of the message that carries its keys."""
        *first, last = pieces(shown.text, TEXT_LIMIT) or [NOTHING]
        for piece in first:
            await self._steady(lambda piece=piece: self._transport.send(chat, piece))  # type: ignore[misc]
        keys = await self._keys(conversation, shown.keys)
        return await self._steady(lambda: self._transport.send(chat, last, keys))

    async def say_again(self, chat: str, conversation: str, shown: Shown, message: str) -> str:
        """Let ``message`` be ``shown`` from now on; say it anew when that cannot be (deleted, too old, too long)."""
        if size(shown.text) > TEXT_LIMIT:
            return await self.say(chat, conversation, shown)
        keys = await self._keys(conversation, shown.keys)
        try:
            await self._steady(lambda: self._transport.edit(chat, message, shown.text, keys))
        except TransportError as error:
            if error.gone:
                raise
            if error.code == UNCHANGED:
                return message
            return await self.say(chat, conversation, shown)
        return message

    async def say_plainly(self, chat: str, text: str) -> None:
        for piece in pieces(text, TEXT_LIMIT):
            await self._steady(lambda piece=piece: self._transport.send(chat, piece))  # type: ignore[misc]

    async def _keys(self, conversation: str, keys: Sequence[Key]) -> list[InlineKey]:
        short = await self._book.refer(conversation, keys)
        return [await self._key(conversation, key, each) for key, each in zip(keys, short, strict=True)]

    async def _key(self, conversation: str, key: Key, short: str) -> InlineKey:
        title = key.title[:_TITLE_LIMIT]
        if key.deed is Deed.DOOR:
            return InlineKey(title, url=await self._doors.address(conversation))
        return InlineKey(title, url=key.about) if key.deed is Deed.OPEN else InlineKey(title, short)
