"""Looking for conversations that have ended. What is looked for goes in a body: addresses are kept in many places."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from channels.conversation.ended import PAGE, Wanted
from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.gate import Present
from channels.staff.tickets import Ticket, as_json, ticket
from documents.service.clock import SEOUL

_DAY = r"^(\d{4}-\d{2}-\d{2})?$"


class Sought(BaseModel):
    """What is empty does not count. Days are of Seoul, both included; ``before`` is a number of the page before."""

    words: str = Field(default="", max_length=60, repr=False)
    number: str = Field(default="", pattern=r"^\d{0,9}$")
    agent: str = Field(default="", max_length=24)
    channel: str = Field(default="", max_length=16)
    first: str = Field(default="", pattern=_DAY)
    last: str = Field(default="", pattern=_DAY)
    ending: str = Field(default="", max_length=16)
    before: str = Field(default="", pattern=r"^\d{0,9}$")


def past_routes(console: Console) -> APIRouter:
    routes = APIRouter()
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]

    @routes.get("/past", include_in_schema=False)
    async def newest(request: Request, present: agent) -> Response:
        return await _page(request, present, Sought())

    @routes.post("/past", include_in_schema=False)
    async def look(request: Request, present: agent) -> Response:
        form = await request.form(max_files=0)
        given = {name: str(form.get(name, "")).strip() for name in Sought.model_fields}
        return await _page(request, present, _fitting(given))

    @routes.post("/api/past", tags=["staff"])
    async def past(present: agent, sought: Sought) -> dict[str, Any]:
        return {"past": [as_json(each) for each in await _find(present, sought)]}

    async def _page(request: Request, present: Present, sought: Sought) -> Response:
        found = await _find(present, sought)
        known, full = await console.colleagues(), len(found) == PAGE
        return console.views.page(request, "past", present, found=found, sought=sought, colleagues=known, full=full)

    async def _find(present: Present, sought: Sought) -> list[Ticket]:
        """Look, after it was noted by what: never the words themselves."""
        used = sorted(name for name, value in sought.model_dump().items() if value)
        await console.note(present, Deed.SEARCH, "past", " ".join(used))
        colleagues, now = await console.colleagues(), console.clock()
        wanted = wanted_of(sought)
        return [] if wanted is None else [ticket(each, colleagues, now) for each in await console.people.ended(wanted)]

    return routes


def wanted_of(sought: Sought) -> Wanted | None:
    """Turn the fields of the page into what the port is asked; None when a day is none."""
    try:
        first, last = _midnight(sought.first), _midnight(sought.last)
    except ValueError:
        return None
    wanted = Wanted(words=sought.words.strip(), since=first, until=last + timedelta(days=1) if last else None)
    number, before = (int(each) if each else None for each in (sought.number, sought.before))
    return replace(
        wanted,
        number=number,
        before=before,
        agent=sought.agent or None,
        channel=sought.channel or None,
        ending=sought.ending or None,
    )


def _fitting(given: dict[str, str]) -> Sought:
    """Read a form; a field that cannot be read is left out, so that the page shows what it looked for."""
    kept = {name: value for name, value in given.items() if _reads(name, value)}
    return Sought(**kept)


def _reads(name: str, value: str) -> bool:
    try:
        Sought(**{name: value})
    except ValueError:
        return False
    return True


def _midnight(day: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time(), SEOUL).astimezone(UTC) if day else None
