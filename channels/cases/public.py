"""What the resident's own page sends past the dialogue: files, a place, how to be reached. Only for the holder."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from channels.cases.attaching import Attachment, attachment_routes
from channels.cases.complaint import CaseRefused, Contact, Spot
from channels.cases.problems import answered, problem
from channels.cases.room import Cases
from channels.cases.spots import in_seoul
from channels.conversation.screen import clean
from channels.counter.access import Access
from documents.domain.screening import contains_rrn

_PHONE_DIGITS = range(9, 12)


class Here(BaseModel):
    """Degrees (WGS 84), and how many metres it may be off."""

    lat: float = Field(ge=-90, le=90, repr=False)
    lon: float = Field(ge=-180, le=180, repr=False)
    accuracy: float | None = Field(default=None, ge=0, allow_inf_nan=False)


class Reach(BaseModel):
    name: str = Field(max_length=60, repr=False)
    phone: str = Field(max_length=20, repr=False)


def public_routes(cases: Cases, access: Access) -> APIRouter:
    async def holder(request: Request, conversation: str) -> None:
        if not access.same_site(request):
            raise problem(cases, "other_site")
        if not await access.holds(request, conversation):
            raise problem(cases, "not_found")

    routes = APIRouter(prefix="/api/conversations/{conversation}", tags=["complaints"], dependencies=[Depends(holder)])
    routes.include_router(attachment_routes(cases))
    routes.include_router(_personal_routes(cases))
    return routes


def _personal_routes(cases: Cases) -> APIRouter:
    routes = APIRouter()

    @routes.post("/attachments/{attachment}/place")
    async def of_photo(conversation: str, attachment: Attachment) -> dict[str, Any]:
        return await take_photos_place(cases, conversation, attachment)

    @routes.post("/place")
    async def here(conversation: str, spot: Here) -> dict[str, Any]:
        if not in_seoul(given := Spot(spot.lat, spot.lon, spot.accuracy)):
            raise problem(cases, "outside_seoul")
        return await _placed(cases, conversation, given, cases.words.spots.here)

    @routes.post("/contact", status_code=204, response_class=Response)
    async def contact(conversation: str, reach: Reach) -> None:
        await take_contact(cases, conversation, reach.name, reach.phone)

    return routes


async def take_contact(cases: Cases, conversation: str, name: str, phone: str) -> None:
    """Keep what somebody typed. Raise ``Problem`` ``bad_name`` or ``bad_phone``."""
    name, digits = clean(name), "".join(filter(str.isdecimal, phone))
    if not name or contains_rrn(name):
        raise problem(cases, "bad_name")
    if not digits.isascii() or not digits.startswith("0") or len(digits) not in _PHONE_DIGITS:
        raise problem(cases, "bad_phone")
    await cases.desk.write(cases.desk.contacts.keep, conversation, Contact(name, digits))
    await cases.contact_given(conversation)


async def take_photos_place(cases: Cases, conversation: str, attachment: str) -> dict[str, Any]:
    """Take the spot of a photo as the draft's place. Raise ``Problem`` ``not_found`` or ``no_place``."""
    with answered(cases):
        kept = await cases.desk.read(cases.desk.files.of_conversation, conversation, attachment)
        if kept.spot is None:
            raise CaseRefused("no_place")
    return await _placed(cases, conversation, kept.spot, cases.words.spots.photo)


async def _placed(cases: Cases, conversation: str, spot: Spot, name: str) -> dict[str, Any]:
    view = await cases.desk.write(cases.desk.drafts.here, conversation, spot, name)
    place = view["place"]
    known = {"district": place["district"]} if place["district"] else {}
    await cases.tell(conversation, "EXTERNAL_place_given", known)
    return {"place": place}
