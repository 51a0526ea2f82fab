"""``/staff/api``: what the pages show, as JSON. The same session cookie; changes bring ``X-CSRF-Token`` (in ``me``)."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from channels.staff.accounts import Role
from channels.staff.audit import Deed, Noted
from channels.staff.complaints import filters_of
from channels.staff.console import Console
from channels.staff.gate import Present
from channels.staff.queue import all_tickets
from channels.staff.tickets import Filter, as_json, ticket
from channels.staff.transcript import Turn, messages_of, turns_of


class Why(BaseModel):
    why: str = Field(min_length=5, max_length=300)


def api_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/api", tags=["staff"])
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]
    administrator = Annotated[Present, Depends(console.gate.need(Role.ADMINISTRATOR))]

    @routes.get("/me")
    async def me(present: agent) -> dict[str, Any]:
        who = present.account
        return {"id": who.id, "name": who.name, "role": who.role.value, "team": who.team, "csrf": present.session.csrf}

    @routes.get("/queue")
    async def queue(present: agent, show: str = "all", team: str = "") -> dict[str, Any]:
        wanted = Filter(show, team)
        shown = [as_json(each) for each in await all_tickets(console) if wanted.fits(each, present.id)]
        return {"version": await console.people.version(), "queue": shown}

    @routes.get("/search")
    async def search(present: agent, q: Annotated[str, Query(min_length=1, max_length=60)]) -> dict[str, Any]:
        await console.note(present, Deed.SEARCH)
        wanted = Filter(said=q.strip())
        return {"queue": [as_json(each) for each in await all_tickets(console) if wanted.fits(each, present.id)]}

    @routes.get("/conversations/{conversation}")
    async def conversation(present: agent, conversation: str) -> dict[str, Any]:
        handover = await console.handed_over(conversation)
        await console.note(present, Deed.READ, conversation)
        shown = ticket(handover, await console.colleagues(), console.clock())
        turns = turns_of(await messages_of(console, conversation), console.words)
        return {"ticket": as_json(shown), "turns": _turns(turns)}

    @routes.get("/complaints")
    async def complaints(
        present: agent, state: str = "", late: str = "", mine: str = "", district: str = ""
    ) -> dict[str, Any]:
        wanted = filters_of(present, state=state, late=late, mine=mine, district=district)
        rows = [console.board.wire(each) for each in await console.board.list(wanted)]
        return {"complaints": rows, "counts": await console.board.counts()}

    @routes.post("/conversations/{conversation}/transcript")
    async def transcript(present: agent, conversation: str, why: Why) -> dict[str, Any]:
        """Give the transcript, masked. Who took it and why is noted."""
        await console.handed_over(conversation)
        await console.note(present, Deed.EXPORT, conversation, why.why)
        return {"turns": _turns(turns_of(await messages_of(console, conversation), console.words))}

    @routes.get("/audit")
    async def audit(present: administrator, what: str = "", who: str = "", subject: str = "") -> dict[str, Any]:
        await console.note(present, Deed.AUDIT_READ)
        broken = await console.run(console.audit.check)
        entries = await console.run(console.audit.newest, what=what, who=who, subject=subject)
        found = {"place": broken.place, "how": broken.how} if broken else None
        return {"broken": found, "entries": [_entry(each) for each in entries]}

    return routes


def _turns(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    return [
        {
            "seq": each.seq,
            "at": each.at,
            "from": each.who,
            "name": each.name,
            "text": each.text,
            "card": each.card,
            "masked": each.hidden,
        }
        for each in turns
    ]


def _entry(noted: Noted) -> dict[str, Any]:
    entry = noted.entry
    named = {"who": entry.who, "source": entry.source, "what": entry.what, "subject": entry.subject, "why": entry.why}
    return {"place": noted.place, "at": noted.at, **named}
