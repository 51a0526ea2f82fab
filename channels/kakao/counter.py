"""The counter behind the skill: what a person says goes into the conversation, what is new there is the answer."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from channels.conversation.message import Message, Speaker, State
from channels.conversation.offers import NotOffered
from channels.conversation.screen import Unfit
from channels.kakao.skill import SkillRequest
from channels.kakao.words import KakaoWords
from channels.messenger.book import Book, Chat
from channels.messenger.house import House
from channels.messenger.keyboard import Deed, Key
from channels.messenger.picking import Picking
from channels.messenger.words import Words

CHANNEL = "kakao"
_PEOPLE = (State.WAITING, State.STAFF)


@dataclass(frozen=True, slots=True)
class Taken:
    """``seq`` is the message that was said; ``excuse`` says why it could not be taken."""

    seq: int = 0
    excuse: str = ""


class Counter:
    def __init__(self, house: House, book: Book, words: KakaoWords, shared: Words) -> None:
        self._house, self._book, self._words, self._shared = house, book, words, shared
        self._not_yet = {house.words.slow.text, house.words.down.text}
        self._beginning = asyncio.Lock()

    async def chat(self, user: str) -> Chat:
        """Give the conversation of ``user``; begin one when there is none."""
        async with self._beginning:
            found = await self._book.chat(user)
            if found is not None:
                return found
            opened = await self._house.desk.open(CHANNEL, [self._house.words.greeting.draft(Speaker.BOT)])
            return await self._book.bind(user, opened.id)

    async def hear(self, chat: Chat, request: SkillRequest) -> Taken:
        """Take what was said or pressed."""
        said = request.user_request.utterance
        key = await self._book.referred(chat.conversation, request.reference) if request.reference else None
        try:
            if key is not None:
                return Taken(await self._press(chat, key, _client_id(request)))
            if said in {self._words.see, self._words.more}:
                return Taken(chat.delivered)
            return Taken(await self._house.entry.text(chat.conversation, _client_id(request), said))
        except Unfit as error:
            return Taken(excuse=self._house.words.problems[error.code])
        except NotOffered:
            return Taken(excuse=self._words.pressed_late)

    async def news(self, chat: Chat, said: int, seconds: float, *, only_answers: bool) -> list[Message]:
        """Give what was not told yet, as soon as something came after ``said``, or after ``seconds``.

        ``only_answers``: the channels' own word that an answer takes longer is none.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        with self._house.broadcaster.follow(chat.conversation) as follower:
            while True:
                page = await self._house.desk.page(chat.conversation, chat.delivered)
                heard = [message for message in page.messages if message.draft.speaker is not Speaker.CITIZEN]
                came = [message for message in heard if message.seq > said]
                if (came and not (only_answers and self.only_patience(came))) or self._house.broadcaster.stopped:
                    return heard
                try:
                    async with asyncio.timeout_at(deadline):
                        await follower.wait()
                except TimeoutError:
                    return heard

    def only_patience(self, heard: Sequence[Message]) -> bool:
        """Say whether ``heard`` only tells that an answer takes longer."""
        return all(message.draft.text in self._not_yet for message in heard)

    async def with_people(self, chat: Chat) -> bool:
        return await self._house.desk.state(chat.conversation) in _PEOPLE

    async def _press(self, chat: Chat, key: Key, client_id: str) -> int:
        payload = key.about
        if key.deed is Deed.SUBMIT:
            message = (await self._house.desk.page(chat.conversation, key.seq - 1)).messages[0]
            offered = await self._house.desk.offered(chat.conversation, key.about)
            payload = Picking(self._shared.options, message.draft.card or {}).pressed(key.about, offered, {})
        return await self._house.entry.payload(chat.conversation, client_id, payload)


def _client_id(request: SkillRequest) -> str:
    """Name ``request``: a callback address is given to one only, so that what comes twice is one message."""
    callback = request.user_request.callback_url
    return str(uuid.uuid5(uuid.NAMESPACE_URL, callback) if callback else uuid.uuid4())
