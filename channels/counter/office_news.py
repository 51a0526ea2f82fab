"""Where the office reports its news. Delivered at least once and in order; the same id twice is one event."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, Field

from channels.conversation.news import News
from channels.conversation.reading import UnknownConversation
from channels.counter.room import Room
from documents.domain.events import EventType
from documents.service.internal import bearer_required


class Report(BaseModel):
    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    type: EventType
    body: dict[str, Any] = Field(repr=False)
    at: AwareDatetime


class Noted(BaseModel):
    id: str


def news_routes(room: Room, token: str) -> APIRouter:
    routes = APIRouter(prefix="/internal/conversations", dependencies=[Depends(bearer_required(token))])

    @routes.post("/{conversation}/events", status_code=202, include_in_schema=False)
    async def receive(conversation: str, report: Report) -> Noted:
        news = News(report.id, report.type, report.body, _utc(report.at))
        try:
            await room.desk.receive(conversation, news)
        except UnknownConversation:
            raise room.problem(404, "not_found") from None
        return Noted(id=report.id)

    return routes


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
