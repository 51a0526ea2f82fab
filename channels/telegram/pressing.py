"""A pressed button: what its reference stands for is done, and the waiting sign on it ends."""

from collections.abc import Awaitable, Callable

import structlog

from channels.conversation.desk import Desk
from channels.conversation.entry import Entry
from channels.conversation.message import Message
from channels.conversation.offers import NotOffered
from channels.messenger.book import Book, Chat, Sent
from channels.messenger.keyboard import Deed, Key
from channels.messenger.picking import Picking
from channels.messenger.reports import Reports
from channels.telegram.commands import Commands
from channels.telegram.papers import Papers
from channels.telegram.speaking import Voice
from channels.telegram.tongues import Tongues, chosen
from channels.telegram.updates import Heard, Pressed

Done = Callable[[Pressed, Chat, Key], Awaitable[None]]
_log = structlog.get_logger(__name__)


class Stale(Exception):
    """The button is of another conversation, or its time is over."""


class Pressing:
    def __init__(
        self,
        desk: Desk,
        entry: Entry,
        book: Book,
        *,
        voice: Voice,
        tongues: Tongues,
        commands: Commands,
        papers: Papers,
        reports: Reports,
    ) -> None:
        self._desk, self._entry, self._book = desk, entry, book
        self._voice, self._tongues, self._reports = voice, tongues, reports
        self._deeds: dict[Deed, Done] = {
            Deed.PRESS: self._press,
            Deed.SUBMIT: self._submit,
            Deed.PICK: self._pick,
            Deed.FRESH_DOOR: lambda heard, _chat, _key: commands.show_door(heard),
            Deed.FILE: lambda _heard, chat, key: papers.ask(chat, key.about),
            Deed.FILE_AGREED: lambda _heard, chat, key: papers.send(chat, key.about),
            Deed.FILE_REFUSED: lambda _heard, chat, _key: papers.keep(chat),
            Deed.PLACE: lambda _heard, chat, key: self._reports.take_place(chat.conversation, key.about),
        }

    async def press(self, heard: Pressed, chat: Chat) -> None:
        """Do what the button says. Raise ``Stale`` when it says nothing any more, ``Refused`` as `reports` does."""
        key = await self._book.referred(chat.conversation, heard.reference)
        deed = self._deeds.get(key.deed) if key else None
        if key is None or deed is None:
            raise Stale
        try:
            await deed(heard, chat, key)
        except NotOffered:
            raise Stale from None

    async def _press(self, heard: Pressed, chat: Chat, key: Key) -> None:
        await self._entry.payload(chat.conversation, client_id(heard), key.about, chosen(chat.language))

    async def _submit(self, heard: Pressed, chat: Chat, key: Key) -> None:
        message, sent = await self._card(chat, key)
        offered = await self._desk.offered(chat.conversation, key.about)
        payload = self._picking(message, chat).pressed(key.about, offered, sent.picks)
        await self._entry.payload(chat.conversation, client_id(heard), payload, chosen(chat.language))

    async def _pick(self, heard: Pressed, chat: Chat, key: Key) -> None:
        message, sent = await self._card(chat, key)
        picks = self._picking(message, chat).next(key.about, sent.picks)
        shown = self._tongues.of(chat.language).showing.show(message, picks)
        number = await self._voice.say_again(heard.chat, chat.conversation, shown, str(heard.message))
        await self._book.put_sent(chat.conversation, key.seq, Sent(number, picks))

    async def _card(self, chat: Chat, key: Key) -> tuple[Message, Sent]:
        page = await self._desk.page(chat.conversation, key.seq - 1)
        return page.messages[0], await self._book.sent(chat.conversation, key.seq) or Sent("")

    def _picking(self, message: Message, chat: Chat) -> Picking:
        return Picking(self._tongues.of(chat.language).shared.options, message.draft.card or {})


def client_id(heard: Heard) -> str:
    """Name what was heard, the same however often Telegram delivers it."""
    return f"tg{heard.update}m{heard.message}"
