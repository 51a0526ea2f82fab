"""The menu: a command is a sentence said for the person, or one of the few that the adapter does itself."""

from collections.abc import Awaitable, Callable

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from channels.messenger.book import KOREAN
from channels.messenger.keyboard import Deed, Key, Shown
from channels.telegram.chats import Chats
from channels.telegram.speaking import Voice
from channels.telegram.tongues import Tongues
from channels.telegram.updates import Commanded, Heard

Own = Callable[[Commanded], Awaitable[None]]
RESUMES = parse("10/hour")
"""Codes that a chat may try: enough for who types badly, too few for who guesses."""


class Commands:
    def __init__(self, chats: Chats, voice: Voice, tongues: Tongues) -> None:
        self._chats, self._voice, self._tongues = chats, voice, tongues
        self._tries = MovingWindowRateLimiter(MemoryStorage())
        self._own: dict[str, Own] = {
            "start": self._start,
            "new": self._new,
            "web": self.show_door,
            "resume": self._resume,
        }

    def said(self, heard: Commanded) -> str:
        """Give the sentence that a command stands for; an unknown command is said as it was typed."""
        command = self._tongues.of(KOREAN).words.commands.get(heard.name)
        return command.said if command else f"/{heard.name} {heard.argument}".strip()

    async def do(self, heard: Commanded) -> bool:
        """Do ``heard`` when it is one of the adapter's own."""
        deed = self._own.get(heard.name)
        if deed is not None:
            await deed(heard)
        return deed is not None

    async def show_door(self, heard: Heard) -> None:
        """Give a fresh one-time address of the counter's page."""
        chat = await self._chats.of(heard)
        tongue = self._tongues.of(chat.language)
        keys = (Key(tongue.shared.keys.door, Deed.DOOR),)
        await self._voice.say(heard.chat, chat.conversation, Shown(tongue.words.door, keys))

    async def _start(self, heard: Commanded) -> None:
        if heard.argument:
            await self._resume(heard)
        elif await self._chats.known(heard.chat) is None:
            await self._chats.begin(heard)
        else:
            chat = await self._chats.of(heard)
            await self._voice.say_plainly(heard.chat, self._tongues.of(chat.language).words.started_again)

    async def _new(self, heard: Commanded) -> None:
        await self._chats.begin(heard)

    async def _resume(self, heard: Commanded) -> None:
        tongue = await self._chats.tongue(heard)
        words = tongue.words
        if not heard.argument:
            await self._voice.say_plainly(heard.chat, words.resume_how)
        elif not await self._tries.hit(RESUMES, heard.chat):
            await self._voice.say_plainly(heard.chat, tongue.problems["too_many_requests"])
        elif await self._chats.resume(heard, heard.argument) is None:
            await self._voice.say_plainly(heard.chat, words.resume_wrong)
