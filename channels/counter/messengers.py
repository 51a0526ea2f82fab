"""The messengers beside the page: each is off without its secret."""

from contextlib import AsyncExitStack
from typing import Self

from fastapi import APIRouter

from channels.cases.room import Cases
from channels.conversation.resuming import Resuming
from channels.counter.room import Room
from channels.kakao.routes import KakaoSkill, kakao_skill
from channels.messenger.doors import Doors
from channels.messenger.house import House
from channels.messenger.reports import Reports
from channels.telegram.adapter import TelegramAdapter, telegram_adapter


class Messengers:
    """They run while entered: ``async with messengers``."""

    def __init__(self, *adapters: TelegramAdapter | KakaoSkill) -> None:
        self._adapters, self._stack = adapters, AsyncExitStack()

    async def __aenter__(self) -> Self:
        for adapter in self._adapters:
            await self._stack.enter_async_context(adapter)
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._stack.aclose()

    def routes(self) -> APIRouter:
        routes = APIRouter()
        for adapter in self._adapters:
            routes.include_router(adapter.routes())
        return routes


def open_messengers(room: Room, resuming: Resuming, cases: Cases) -> Messengers:
    house = House(
        settings=room.settings,
        desk=room.desk,
        entry=room.entry,
        broadcaster=room.broadcaster,
        office=room.office,
        reports=Reports(cases),
        doors=Doors(room.desk, resuming, room.settings.outside_url),
        words=room.words,
    )
    telegram, kakao = telegram_adapter(house), kakao_skill(house)
    return Messengers(*(adapter for adapter in (telegram, kakao) if adapter is not None))
