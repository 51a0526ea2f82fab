"""``POST /kakao/skill``: an answer within five seconds, or by the callback when it takes longer."""

import asyncio
import hmac
from collections.abc import Sequence
from typing import Annotated, Self

import httpx
import structlog
from fastapi import APIRouter, Header, Request
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from channels.conversation.message import Message
from channels.kakao.answer import Json, later
from channels.kakao.counter import CHANNEL, Counter
from channels.kakao.skill import SkillRequest
from channels.kakao.telling import Teller, Told
from channels.kakao.words import read_words
from channels.messenger.book import Book, Chat, open_book
from channels.messenger.house import House
from channels.messenger.lanes import Lanes
from channels.messenger.showing import Showing
from channels.messenger.words import read_words as read_shared_words

_log = structlog.get_logger(__name__)


class KakaoSkill:
    """Runs while entered: what was promised to a callback is sent before it ends, or never."""

    def __init__(self, house: House, book: Book) -> None:
        self._settings, self._book, self._words = house.settings, book, read_words()
        shared = read_shared_words()
        self._counter = Counter(house, book, self._words, shared)
        self._teller = Teller(book, house.doors, Showing(shared, taps=False), self._words)
        self._client = httpx.AsyncClient(timeout=5.0, follow_redirects=False)
        self._promised: dict[str, asyncio.Task[None]] = {}
        self._lanes = Lanes()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._book.open)
        return self

    async def __aexit__(self, *_error: object) -> None:
        promised = list(self._promised.values())
        for task in promised:
            task.cancel()
        await asyncio.gather(*promised, return_exceptions=True)
        await self._client.aclose()
        self._book.close()

    def routes(self) -> APIRouter:
        routes = APIRouter(include_in_schema=False)

        @routes.post("/kakao/skill")
        async def skill(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
            expected = f"Bearer {self._settings.kakao_secret.get_secret_value()}"
            if not hmac.compare_digest(authorization.encode(), expected.encode()):
                return Response(status_code=403)
            try:
                asked = SkillRequest.model_validate_json(await request.body())
            except ValidationError:
                return JSONResponse(self._teller.say(self._words.unread), status_code=422)
            return JSONResponse(await self.take(asked))

        return routes

    async def take(self, asked: SkillRequest) -> Json:
        """Give the answer to ``asked``, or the promise of one."""
        chat = await self._counter.chat(asked.user_request.user.id)
        taken = await self._counter.hear(chat, asked)
        if taken.excuse:
            return self._teller.say(taken.excuse)
        callback = asked.user_request.callback_url
        called_back = bool(callback) and str(callback).startswith(self._settings.kakao_callbacks)
        people = await self._counter.with_people(chat)
        wait = 0.0 if people else self._settings.kakao_patience
        news = await self._counter.news(chat, taken.seq, wait, only_answers=called_back)
        waits = called_back and self._counter.only_patience([each for each in news if each.seq > taken.seq])
        if news and not (waits and not people) and (told := await self._tell(chat, news)):
            return told.answer
        if taken.seq == chat.delivered:
            return self._teller.say(self._words.nothing_new, self._words.see)
        if people:
            return self._teller.say(self._words.with_staff, self._words.see)
        if not called_back:
            return self._waiting()
        self._promise(chat, taken.seq, str(callback))
        return later(self._words.working)

    def _waiting(self) -> Json:
        return self._teller.say(self._words.waiting, self._words.see)

    async def _tell(self, chat: Chat, news: Sequence[Message]) -> Told | None:
        """Tell what of ``news`` nobody told meanwhile: two requests of one person may wait for the same answer."""
        async with self._lanes.lane(chat.chat):
            now = await self._counter.chat(chat.chat)
            fresh = [message for message in news if message.seq > now.delivered]
            return await self._teller.tell(now, fresh) if fresh else None

    def _promise(self, chat: Chat, said: int, callback: str) -> None:
        """Promise an answer to ``callback``; promised twice, it comes once."""
        if callback not in self._promised:
            task = self._promised[callback] = asyncio.create_task(self._call_back(chat, said, callback))
            task.add_done_callback(lambda _done: self._promised.pop(callback))

    async def _call_back(self, chat: Chat, said: int, callback: str) -> None:
        """Send the answer once; the address is good for no more. What is lost is told the next time they write."""
        told: Told | None = None
        sent = False
        try:
            news = await self._counter.news(chat, said, self._settings.kakao_callback, only_answers=True)
            told = await self._tell(chat, news)
            answer = told.answer if told else self._waiting()
            sent = (await self._client.post(callback, json=answer)).raise_for_status().is_success
        except (httpx.HTTPError, httpx.InvalidURL, SQLAlchemyError) as error:
            _log.error("callback_failed", conversation=chat.conversation, reason=type(error).__name__)
        finally:
            if told is not None and not sent:  # also when the process ends in between
                await self._teller.take_back(told)


def kakao_skill(house: House) -> KakaoSkill | None:
    """Build the skill; None when there is no secret, and the messenger is off."""
    if not house.settings.kakao_secret.get_secret_value():
        return None
    return KakaoSkill(house, open_book(house.settings, CHANNEL))
