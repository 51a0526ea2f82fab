"""The queue: who waits, why, for how long, for whom; a look before taking; the colleagues at their consoles."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from channels.conversation.handover import TEAMS
from channels.staff import deeds
from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.facts import facts_of
from channels.staff.gate import BASE, Present
from channels.staff.tickets import SHOWN, Filter, Ticket, ticket, tickets
from channels.staff.transcript import messages_of, turns_of

_SEE_OTHER = 303
_NO_CONTENT = 204
_PREVIEWED = 12
_LONGEST_SAID = 60


def queue_routes(console: Console) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]

    @routes.get("/")
    async def page(request: Request, present: agent, show: str = "all", team: str = "", q: str = "") -> Response:
        wanted = Filter(show if show in SHOWN else SHOWN[0], team if team in TEAMS else "", q.strip()[:_LONGEST_SAID])
        version = await console.people.version()
        found = [each for each in await all_tickets(console) if wanted.fits(each, present.id)]
        more = await around(console, present)
        return console.views.page(request, "queue", present, tickets=found, wanted=wanted, version=version, **more)

    @routes.get("/preview/{conversation}")
    async def preview(request: Request, present: agent, conversation: str) -> Response:
        looked = await _look(console, present, conversation)
        return console.views.page(request, "preview", present, **looked)

    @routes.post("/conversations/{conversation}/claim")
    async def claim(request: Request, present: agent, conversation: str) -> Response:
        if not await deeds.claim(console, present, conversation):
            raise console.problem(409, "taken_already")
        return to(request, conversation)

    @routes.post("/conversations/{conversation}/take-over")
    async def take_over(request: Request, present: agent, conversation: str) -> Response:
        await deeds.take_over(console, present, conversation)
        return to(request, conversation)

    @routes.get("/around")
    async def around_page(request: Request, present: agent) -> Response:
        return console.views.page(request, "around", present, **await around(console, present))

    @routes.post("/presence")
    async def presence(request: Request, present: agent) -> Response:
        away = (await request.form(max_files=0)).get("away") == "yes"
        await console.run(console.accounts.set, present.id, away=away)
        await console.people.present(present.id, 0 if away else present.account.capacity)
        return RedirectResponse(f"{BASE}/", _SEE_OTHER)

    return routes


def to(request: Request, conversation: str | None = None) -> Response:
    """Send a page to the conversation, or back to the queue. Script goes by a header: it would follow a redirect."""
    place = f"{BASE}/conversations/{conversation}" if conversation else f"{BASE}/"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=_NO_CONTENT, headers={"HX-Redirect": place})
    return RedirectResponse(place, _SEE_OTHER)


async def all_tickets(console: Console) -> list[Ticket]:
    return tickets(await console.people.queue(), await console.colleagues(), console.clock())


async def _look(console: Console, present: Present, conversation: str) -> dict[str, Any]:
    """Give a conversation's ticket, what is known and its last turns; the look is noted."""
    handover = await console.handed_over(conversation)
    await console.note(present, Deed.PREVIEW, conversation)
    messages = await messages_of(console, conversation)
    return {
        "ticket": ticket(handover, await console.colleagues(), console.clock()),
        "facts": facts_of(handover, messages, console.words),
        "turns": turns_of(messages, console.words)[-_PREVIEWED:],
    }


async def around(console: Console, present: Present) -> dict[str, Any]:
    """Give what stands around every live page: who is there, and the notes that call this person."""
    account = present.account
    await console.people.present(account.id, 0 if account.away else account.capacity)
    there = {each.agent: each for each in await console.people.presence()}
    colleagues = await console.colleagues()
    seen = sorted((each for each in colleagues.values() if each.id in there), key=lambda each: each.name)
    calls = await console.run(console.notes.calls, present.id)
    return {"there": [(each, there[each.id]) for each in seen], "calls": calls}
