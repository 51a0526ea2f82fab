"""The secure panel. What it carries goes straight to the office: never logged or said to the engine here.

Name and phone wait, sealed, with the complaints: a complaint takes them as its contact once the check has proved them.
"""

from typing import Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection

from channels.cases.complaint import Contact
from channels.conversation.screen import clean
from channels.counter.budgets import Deed
from channels.counter.office import OfficeDown, OfficeRefused
from channels.counter.room import Room

_DOWN = 503


class Person(BaseModel):
    """What the panel asks. ``birth_date`` is YYYY-MM-DD, ``provider`` the id of one on the card."""

    name: str = Field(min_length=1, max_length=60, repr=False)
    birth_date: str = Field(min_length=1, max_length=10, repr=False)
    phone: str = Field(min_length=1, max_length=20, repr=False)
    provider: str = Field(min_length=1, max_length=40, repr=False)


async def identify(room: Room, connection: HTTPConnection, conversation: str, person: Person) -> dict[str, Any]:
    """Ask for an approval and give the identity card as it is now. Raise ``Problem`` with a sentence for the panel."""
    await room.spend(Deed.IDENTIFY, connection, conversation)
    try:
        answer = await room.office.request_identity(conversation, person.model_dump())
    except (OfficeRefused, OfficeDown) as error:
        raise _problem(room, error, otherwise="identity_unavailable") from None
    contact = Contact(clean(person.name), "".join(filter(str.isdecimal, person.phone)))
    await room.cases.note_typed(conversation, str(answer.get("verification")), contact)
    return await _card(room, conversation, answer)


async def identify_again(room: Room, connection: HTTPConnection, conversation: str) -> dict[str, Any]:
    """Ask the same person again with one tap."""
    await room.spend(Deed.IDENTIFY, connection, conversation)
    try:
        answer = await room.office.resend_identity(conversation)
    except (OfficeRefused, OfficeDown) as error:
        raise _problem(room, error, otherwise="nothing_to_resend") from None
    await room.cases.note_asked_again(conversation, str(answer.get("verification")))
    return await _card(room, conversation, answer)


def identity_routes(room: Room) -> APIRouter:
    async def holder(request: Request, conversation: str) -> None:
        await room.enter(request, conversation)

    routes = APIRouter(prefix="/api/conversations/{conversation}/identity", tags=["identity"])

    @routes.post("", status_code=202, dependencies=[Depends(holder)])
    async def request_approval(request: Request, conversation: str, person: Person) -> dict[str, Any]:
        return await identify(room, request, conversation, person)

    @routes.post("/resend", status_code=202, dependencies=[Depends(holder)])
    async def resend(request: Request, conversation: str) -> dict[str, Any]:
        return await identify_again(room, request, conversation)

    return routes


async def _card(room: Room, conversation: str, answer: dict[str, Any]) -> dict[str, Any]:
    open_card = await room.desk.newest_identity_card(conversation) or {}
    now = {"type": "identity", "id": answer.pop("verification", None), "state": "pending"}
    return {**open_card, **now, **answer}


def _problem(room: Room, error: OfficeRefused | OfficeDown, otherwise: str) -> Exception:
    if isinstance(error, OfficeDown):
        return room.problem(_DOWN, "identity_unavailable")
    return room.problem(error.status, error.code if error.code in room.words.problems else otherwise)
