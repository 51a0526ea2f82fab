"""A paper as a file in the chat: only for who agrees to it after being told what that means."""

import structlog

from channels.counter.office import Office, OfficeDown, OfficeRefused
from channels.messenger.book import Chat
from channels.messenger.keyboard import Deed, Key, Shown
from channels.telegram.speaking import Voice
from channels.telegram.steady import Steady
from channels.telegram.tongues import Tongue, Tongues
from channels.telegram.transport import Transport

_log = structlog.get_logger(__name__)


class Papers:
    def __init__(self, office: Office, transport: Transport, voice: Voice, *, steady: Steady, tongues: Tongues) -> None:
        self._office, self._transport, self._voice, self._steady = office, transport, voice, steady
        self._tongues = tongues

    async def ask(self, chat: Chat, number: str) -> None:
        tongue = self._tongue(chat)
        titles = tongue.shared.keys
        keys = Key(titles.file_agreed, Deed.FILE_AGREED, number), Key(titles.file_refused, Deed.FILE_REFUSED)
        await self._voice.say(chat.chat, chat.conversation, Shown(tongue.words.file_ask, keys))

    async def keep(self, chat: Chat) -> None:
        await self._voice.say_plainly(chat.chat, self._tongue(chat).words.file_kept)

    async def send(self, chat: Chat, number: str) -> None:
        """Send the file. The office gives it only when it belongs to the verified person of this conversation."""
        words = self._tongue(chat).words
        try:
            content = await self._office.paper(chat.conversation, number)
        except (OfficeRefused, OfficeDown):
            await self._voice.say_plainly(chat.chat, words.file_gone)
            return
        grouped = "-".join(number[start : start + 4] for start in range(0, len(number), 4))
        name, caption = (text.format(number=grouped) for text in (words.file_name, words.file_caption))
        await self._steady(lambda: self._transport.send_paper(chat.chat, name, content, caption))
        _log.info("paper_sent_as_file", conversation=chat.conversation, channel="telegram")

    def _tongue(self, chat: Chat) -> Tongue:
        return self._tongues.of(chat.language)
