"""What is new in a conversation as one answer of the skill; what finds no room in it is told the next time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from channels.conversation.message import Message
from channels.kakao.answer import MOST_LINKS, MOST_OUTPUTS, MOST_QUICK_REPLIES, Json, Link, Reply, answer, fitted
from channels.kakao.words import KakaoWords
from channels.messenger.book import Book, Chat
from channels.messenger.doors import Doors
from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.showing import Showing

_PRESSED = (Deed.PRESS, Deed.SUBMIT)
_LINKED = (Deed.DOOR, Deed.OPEN)


@dataclass
class _Page:
    """One answer in the making. ``told`` is the last message that is in it."""

    told: int
    texts: list[str] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    more: bool = False

    def room(self, keys: Sequence[Key]) -> int:
        linked = any(key.deed in _LINKED for key in (*self.keys, *keys))
        return MOST_OUTPUTS - len(self.texts) - (1 if linked else 0)

    def holds(self, keys: Sequence[Key]) -> bool:
        """Say whether there is room for ``keys`` too, and for the key to what comes next."""
        deeds = [key.deed for key in (*self.keys, *keys)]
        links = deeds.count(Deed.OPEN) + (Deed.DOOR in deeds)
        return links <= MOST_LINKS and sum(deed in _PRESSED for deed in deeds) < MOST_QUICK_REPLIES


@dataclass(frozen=True, slots=True)
class Told:
    """``answer`` tells what came after ``chat.delivered``, up to ``last``."""

    answer: Json = field(repr=False)
    chat: Chat
    last: int


class Teller:
    def __init__(self, book: Book, doors: Doors, showing: Showing, words: KakaoWords) -> None:
        self._book, self._doors, self._showing, self._words = book, doors, showing, words

    async def tell(self, chat: Chat, news: Sequence[Message]) -> Told:
        """Put ``news`` into an answer and note how far it was told."""
        page = _Page(chat.delivered)
        for message in _newest_states(news):
            shown = self._showing.show(message)
            if shown.text and not self._add(page, shown):
                page.more = True
                break
            page.told = max(page.told, message.seq)
        last = page.told if page.more else max(message.seq for message in news)
        await self._book.told(chat, last)
        return Told(await self._answer(chat, page), chat, last)

    async def take_back(self, told: Told) -> None:
        """Note that ``told`` was not heard; what was told after it stays told."""
        now = await self._book.chat(told.chat.chat)
        if now is not None and now.delivered == told.last:
            await self._book.told(told.chat, told.chat.delivered)

    def say(self, text: str, *replies: str) -> Json:
        return answer(fitted(text), (), [Reply(said) for said in replies], self._words.links)

    def _add(self, page: _Page, shown: Shown) -> bool:
        parts, keys = fitted(shown.text), list(shown.keys)
        if page.texts and (len(parts) > page.room(keys) or not page.holds(keys)):
            return False
        if len(parts) > page.room(keys):  # longer than any answer may be: the rest is on the page
            keys.append(Key(self._words.more, Deed.DOOR))
            parts = [*parts[: page.room(keys) - 1], self._words.on_page]
        page.texts += parts
        page.keys += keys
        return True

    async def _answer(self, chat: Chat, page: _Page) -> Json:
        pressed = [key for key in page.keys if key.deed in _PRESSED]
        short = await self._book.refer(chat.conversation, pressed)
        replies = [Reply(key.title, reference) for key, reference in zip(pressed, short, strict=True)]
        more = [Reply(self._words.more)] if page.more else []
        return answer(page.texts, await self._links(chat, page.keys), [*more, *replies], self._words.links)

    async def _links(self, chat: Chat, keys: Sequence[Key]) -> list[Link]:
        links = [Link(key.title, key.about) for key in keys if key.deed is Deed.OPEN]
        doors = [key.title for key in keys if key.deed is Deed.DOOR]
        if doors:  # one address: a new one would close the one before
            links.insert(0, Link(doors[0], await self._doors.address(chat.conversation)))
        return links


def _newest_states(news: Sequence[Message]) -> list[Message]:
    """Leave out cards that changed since: an answer shows how things are now."""
    newest = {message.draft.replaces or message.seq: message for message in news}
    return sorted(newest.values(), key=lambda message: message.seq)
