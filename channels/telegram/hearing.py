"""What a person sends by Telegram goes into the conversation by the one door; what cannot is answered here."""

from collections.abc import Mapping

import structlog

from channels.cases.complaint import Spot
from channels.conversation.entry import Entry
from channels.conversation.screen import Unfit
from channels.messenger.book import Book, Chat
from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.reports import LARGEST, Refused, Reports
from channels.messenger.words import Words
from channels.telegram.chats import Chats
from channels.telegram.commands import Commands
from channels.telegram.lanes import Lanes
from channels.telegram.pressing import Pressing, Stale, client_id
from channels.telegram.speaking import Voice
from channels.telegram.steady import Steady
from channels.telegram.transport import Transport, TransportError
from channels.telegram.updates import Barred, Commanded, Filed, Grouped, Heard, Located, Pressed, Said, written
from channels.telegram.words import TelegramWords
from documents.domain.screening import contains_rrn

_log = structlog.get_logger(__name__)


class Ears:
    """``problems`` are the channels' own sentences by code."""

    def __init__(
        self,
        entry: Entry,
        book: Book,
        chats: Chats,
        *,
        commands: Commands,
        pressing: Pressing,
        reports: Reports,
        voice: Voice,
        transport: Transport,
        steady: Steady,
        words: TelegramWords,
        shared: Words,
        problems: Mapping[str, str],
    ) -> None:
        self._entry, self._book, self._chats = entry, book, chats
        self._commands, self._pressing, self._reports = commands, pressing, reports
        self._voice, self._transport, self._steady = voice, transport, steady
        self._words, self._shared, self._problems, self._lanes = words, shared, problems, Lanes()

    async def hear(self, heard: Heard) -> None:
        """Take ``heard`` once, in the order of its chat. What the person can never be told is noted and over."""
        async with self._lanes.lane(heard.chat):
            if await self._book.was_seen(heard.update):
                return
            try:
                await self._take(heard)
                if contains_rrn(written(heard)):
                    await self._delete(heard)
            except TransportError as error:
                _log.warning("update_not_answered", code=error.code, kind=type(heard).__name__)
            await self._book.see(heard.update)

    async def _take(self, heard: Heard) -> None:
        match heard:
            case Said():
                await self._enter(heard, heard.text, self._shared.edited if heard.edited else "")
            case Commanded():
                await self._command(heard)
            case Pressed():
                await self._press(heard)
            case Filed() | Located():
                await self._report(heard)
            case Barred():
                await self._barred(heard)
            case Grouped():
                await self._voice.say_plainly(heard.chat, self._words.group)
                await self._steady(lambda: self._transport.leave(heard.chat))
            case _:
                await self._voice.say_plainly(heard.chat, self._words.other)

    async def _enter(self, heard: Heard, text: str, label: str = "") -> None:
        chat = await self._chats.of(heard.chat)
        try:
            await self._entry.text(chat.conversation, client_id(heard), text, label)
        except Unfit as error:
            await self._voice.say_plainly(heard.chat, self._problems[error.code])

    async def _delete(self, heard: Heard) -> None:
        """Let a resident registration number leave the chat as well: it is not stored here either."""
        try:
            await self._steady(lambda: self._transport.delete(heard.chat, heard.message))
        except TransportError:
            await self._voice.say_plainly(heard.chat, self._words.not_deleted)
        else:
            await self._voice.say_plainly(heard.chat, self._words.deleted)

    async def _command(self, heard: Commanded) -> None:
        if not await self._commands.do(heard):
            await self._enter(heard, self._commands.said(heard))

    async def _press(self, heard: Pressed) -> None:
        """Do what was pressed; end its waiting sign first, since that must happen within seconds."""
        chat, excuse = await self._chats.of(heard.chat), ""
        try:
            await self._pressing.press(heard, chat)
        except Stale:
            excuse = self._words.pressed_late
        except Refused as refused:
            excuse = refused.sentence
        await self._steady(lambda: self._transport.answer(heard.query, excuse, alert=bool(excuse)))

    async def _report(self, heard: Filed | Located) -> None:
        chat = await self._chats.of(heard.chat)
        try:
            if isinstance(heard, Located):
                await self._reports.here(chat.conversation, Spot(heard.lat, heard.lon, heard.accuracy))
            else:
                await self._attach(heard, chat)
        except Refused as refused:
            await self._voice.say_plainly(heard.chat, refused.sentence)
        if isinstance(heard, Filed) and heard.caption:
            await self._enter(heard, heard.caption)

    async def _attach(self, heard: Filed, chat: Chat) -> None:
        if heard.size > LARGEST:
            raise self._reports.too_large()
        try:
            content = await self._steady(lambda: self._transport.download(heard.file))
        except TransportError:
            raise Refused(self._words.lost) from None
        attached = await self._reports.attach(chat.conversation, heard.name, content)
        if attached.placed:
            keys = (Key(self._shared.keys.place, Deed.PLACE, attached.id),)
            await self._voice.say(heard.chat, chat.conversation, Shown(self._words.place_offered, keys))

    async def _barred(self, heard: Barred) -> None:
        if heard.gone:
            await self._chats.stop(heard.chat)
        elif await self._chats.known(heard.chat) is not None:
            await self._chats.of(heard.chat)
