"""The menu: a command is a sentence said for the person, or one of the few that the adapter does itself."""

from collections.abc import Awaitable, Callable

from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.words import Words
from channels.telegram.chats import Chats
from channels.telegram.speaking import Voice
from channels.telegram.updates import Commanded
from channels.telegram.words import TelegramWords

Own = Callable[[Commanded], Awaitable[None]]


class Commands:
    def __init__(self, chats: Chats, voice: Voice, words: TelegramWords, shared: Words) -> None:
        self._chats, self._voice, self._words, self._shared = chats, voice, words, shared
        self._own: dict[str, Own] = {
            "start": self._start,
            "new": self._new,
            "web": self.open_door,
            "resume": self._resume,
        }

    def menu(self) -> list[tuple[str, str]]:
        return [(name, command.menu) for name, command in self._words.commands.items()]

    def said(self, heard: Commanded) -> str:
        """Give the sentence that a command stands for; an unknown command is said as it was typed."""
        command = self._words.commands.get(heard.name)
        return command.said if command else f"/{heard.name} {heard.argument}".strip()

    async def do(self, heard: Commanded) -> bool:
        """Do ``heard`` when it is one of the adapter's own."""
        deed = self._own.get(heard.name)
        if deed is not None:
            await deed(heard)
        return deed is not None

    async def open_door(self, heard: Commanded) -> None:
        await self.show_door(heard.chat)

    async def show_door(self, chat: str) -> None:
        """Give a fresh one-time address of the counter's page."""
        conversation = (await self._chats.of(chat)).conversation
        keys = (Key(self._shared.keys.door, Deed.DOOR),)
        await self._voice.say(chat, conversation, Shown(self._words.door, keys))

    async def _start(self, heard: Commanded) -> None:
        if heard.argument:
            await self._resume(heard)
        elif await self._chats.known(heard.chat) is None:
            await self._chats.begin(heard.chat)
        else:
            await self._chats.of(heard.chat)
            await self._voice.say_plainly(heard.chat, self._words.started_again)

    async def _new(self, heard: Commanded) -> None:
        await self._chats.begin(heard.chat)

    async def _resume(self, heard: Commanded) -> None:
        if not heard.argument:
            await self._voice.say_plainly(heard.chat, self._words.resume_how)
        elif await self._chats.resume(heard.chat, heard.argument) is None:
            await self._voice.say_plainly(heard.chat, self._words.resume_wrong)
