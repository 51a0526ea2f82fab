"""What a person sends by Telegram goes into the conversation by the one door; what cannot is answered here."""

from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.conversation.entry import Entry
from channels.conversation.screen import Unfit
from channels.messenger.book import Book
from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.lanes import Lanes
from channels.messenger.reports import Refused
from channels.telegram.chats import Chats
from channels.telegram.commands import Commands
from channels.telegram.parcels import Parcels
from channels.telegram.pressing import Pressing, Stale, client_id
from channels.telegram.speaking import Voice
from channels.telegram.steady import Steady
from channels.telegram.tongues import Tongues, chosen
from channels.telegram.transport import Transport, TransportError
from channels.telegram.updates import (
    Barred,
    Changed,
    Commanded,
    Filed,
    Grouped,
    Heard,
    Kind,
    Located,
    Other,
    Pressed,
    Said,
)
from documents.domain.screening import contains_rrn

_log = structlog.get_logger(__name__)


class Ears:
    def __init__(
        self,
        entry: Entry,
        book: Book,
        chats: Chats,
        *,
        commands: Commands,
        pressing: Pressing,
        parcels: Parcels,
        voice: Voice,
        transport: Transport,
        steady: Steady,
        tongues: Tongues,
    ) -> None:
        self._entry, self._book, self._chats = entry, book, chats
        self._commands, self._pressing, self._parcels = commands, pressing, parcels
        self._voice, self._transport, self._steady = voice, transport, steady
        self._tongues, self._lanes = tongues, Lanes()
        self._declined: set[str] = set()

    async def hear(self, heard: Heard) -> None:
        """Take ``heard`` once, in the order of its chat. Raise ``SQLAlchemyError`` when it must come again.

        What the person can never be told is noted and over. A mistake of ours ends one update and nothing else.
        """
        async with self._lanes.lane(heard.chat):
            if await self._book.was_seen(heard.update):
                return
            try:
                await self._parcels.make_way(heard)
                await self._take_whole(heard)
            except SQLAlchemyError:
                raise
            except Exception as error:  # noqa: BLE001 - the edge: one bad update must not stop all that come after it
                _log.critical("alarm", code="update_error", kind=type(error).__name__, heard=type(heard).__name__)
                await self._excuse(heard)
            await self._book.see(heard.update)

    async def _take_whole(self, heard: Heard) -> None:
        """Take ``heard``, and let a number leave the chat whatever became of the rest (a group before it is left)."""
        steps = [self._take, self._screen]
        for step in reversed(steps) if isinstance(heard, Grouped) else steps:
            try:
                await step(heard)
            except TransportError as error:
                _log.warning("update_not_answered", code=error.code, kind=type(heard).__name__)

    async def _take(self, heard: Heard) -> None:
        match heard:
            case Said():
                await self._enter(heard, heard.text, edited=heard.edited)
            case Commanded():
                await self._command(heard)
            case Pressed():
                await self._press(heard)
            case Filed() | Located():
                await self._report(heard)
            case Barred():
                await self._barred(heard)
            case Grouped():
                await self._decline(heard)
            case Other():
                await self._other(heard)
            case Changed():
                pass  # only screened

    async def _enter(self, heard: Heard, text: str, *, edited: bool = False) -> None:
        chat = await self._chats.of(heard)
        tongue = self._tongues.of(chat.language)
        try:
            label = tongue.shared.edited if edited else ""
            await self._entry.text(chat.conversation, client_id(heard), text, label, chosen(chat.language))
        except Unfit as error:
            await self._voice.say_plainly(heard.chat, tongue.problems[error.code])

    async def _screen(self, heard: Heard) -> None:
        """Let a resident registration number leave the chat as well: it is not stored here either."""
        if not any(map(contains_rrn, heard.written)):
            return
        words = (await self._chats.tongue(heard)).words
        try:
            await self._steady(lambda: self._transport.delete(heard.chat, heard.message))
        except TransportError:
            await self._voice.say_plainly(heard.chat, words.not_deleted)
        else:
            await self._voice.say_plainly(heard.chat, words.deleted)

    async def _command(self, heard: Commanded) -> None:
        if not await self._commands.do(heard):
            await self._enter(heard, self._commands.said(heard))

    async def _press(self, heard: Pressed) -> None:
        """Do what was pressed; whatever becomes of it, the waiting sign on the button ends."""
        chat, excuse = await self._chats.of(heard), ""
        try:
            await self._pressing.press(heard, chat)
        except Stale:
            excuse = self._tongues.of(chat.language).words.pressed_late
        except Refused as refused:
            excuse = refused.sentence
        finally:
            await self._steady(lambda: self._transport.answer(heard.query, excuse, alert=bool(excuse)))

    async def _report(self, heard: Filed | Located) -> None:
        chat = await self._chats.of(heard)
        try:
            await self._parcels.take(heard, chat)
        except Refused as refused:
            await self._voice.say_plainly(heard.chat, refused.sentence)
        if isinstance(heard, Filed) and heard.caption:
            await self._enter(heard, heard.caption)

    async def _other(self, heard: Other) -> None:
        """Say what is understood instead, and hear what is written beside it."""
        chat = await self._chats.of(heard)
        tongue = self._tongues.of(chat.language)
        keys = (Key(tongue.shared.keys.door, Deed.DOOR),) if heard.kind is Kind.CONTACT else ()
        await self._voice.say(heard.chat, chat.conversation, Shown(tongue.words.kinds[heard.kind], keys))
        if heard.caption:
            await self._enter(heard, heard.caption)

    async def _barred(self, heard: Barred) -> None:
        self._declined.discard(heard.chat)
        if heard.gone:
            await self._chats.stop(heard.chat)
        elif await self._chats.known(heard.chat) is not None:
            await self._chats.of(heard)

    async def _decline(self, heard: Grouped) -> None:
        """Say once why not, and go, even from where nothing may be said."""
        if heard.chat in self._declined:
            return
        self._declined.add(heard.chat)
        with suppress(TransportError):
            await self._voice.say_plainly(heard.chat, (await self._chats.tongue(heard)).words.group)
        await self._steady(lambda: self._transport.leave(heard.chat))

    async def _excuse(self, heard: Heard) -> None:
        with suppress(TransportError):
            await self._voice.say_plainly(heard.chat, (await self._chats.tongue(heard)).words.failed)
