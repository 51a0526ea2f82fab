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
    desk, words, routes = cases.desk, cases.words, APIRouter()

    @routes.post("/attachments/{attachment}/place")
    async def take_place(conversation: str, attachment: Attachment) -> dict[str, Any]:
        with answered(cases):
            kept = await desk.read(desk.files.of_conversation, conversation, attachment)
            if kept.spot is None:
                raise CaseRefused("no_place")
        return await _placed(conversation, kept.spot, words.spots.photo)

    @routes.post("/place")
    async def here(conversation: str, spot: Here) -> dict[str, Any]:
        if not in_seoul(given := Spot(spot.lat, spot.lon, spot.accuracy)):
            raise problem(cases, "outside_seoul")
        return await _placed(conversation, given, words.spots.here)

    @routes.post("/contact", status_code=204, response_class=Response)
    async def contact(conversation: str, reach: Reach) -> None:
        name, phone = clean(reach.name), "".join(filter(str.isdecimal, reach.phone))
        if not name or contains_rrn(name):
            raise problem(cases, "bad_name")
        if not phone.isascii() or not phone.startswith("0") or len(phone) not in _PHONE_DIGITS:
            raise problem(cases, "bad_phone")
        await desk.write(desk.drafts.contact, conversation, Contact(name, phone))

    async def _placed(conversation: str, spot: Spot, name: str) -> dict[str, Any]:
        view = await desk.write(desk.drafts.here, conversation, spot, name)
        place = view["place"]
        known = {"district": place["district"]} if place["district"] else {}
        await cases.tell(conversation, "EXTERNAL_place_given", known)
        return {"place": place}

    return routes
