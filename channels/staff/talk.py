"""A conversation's page: what is said and known; canned replies; the reasoned look behind the mask; the transcript."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import PlainTextResponse, Response

from channels.conversation.handover import TEAMS, CloseReason
from channels.conversation.message import Message
from channels.staff import deeds
from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.canned import fill
from channels.staff.consents import consents_of
from channels.staff.console import Console
from channels.staff.facts import facts_of
from channels.staff.gate import Present
from channels.staff.queue import all_tickets, around
from channels.staff.tickets import Filter, ticket
from channels.staff.transcript import as_text, messages_of, turns_of
from documents.service.clock import SEOUL

_LEAST_REASON, _LONGEST_REASON = 5, 300


def talk_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/conversations/{conversation}", include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]

    @routes.get("")
    async def page(request: Request, present: agent, conversation: str) -> Response:
        handover = await console.handed_over(conversation)
        await console.note(present, Deed.READ, conversation)
        version = await console.people.version()
        messages = await messages_of(console, conversation)
        notes = await console.run(console.notes.of, conversation)
        await console.run(console.notes.seen, present.id, conversation)
        colleagues = await console.colleagues()
        written, mine = [(each, colleagues[each.author].name) for each in notes], Filter("mine")
        at = f"{version}.{messages[-1].seq if messages else 0}.{notes[-1].id if notes else 0}"
        values: dict[str, Any] = {
            "ticket": ticket(handover, colleagues, console.clock()),
            "entries": _together(turns_of(messages, console.words), written),
            "conversation": conversation,
            "at": at,
            "tickets": [each for each in await all_tickets(console) if mine.fits(each, present.id)],
            **await _side(console, conversation, messages),
            **await around(console, present),
        }
        return console.views.page(request, "talk", present, **values)

    @routes.get("/side")
    async def side(request: Request, present: agent, conversation: str) -> Response:
        """Give the part of the page that changes with the hand-over: who holds it, what can be done."""
        handover = await console.handed_over(conversation)
        shown = ticket(handover, await console.colleagues(), console.clock())
        more = await _side(console, conversation, await messages_of(console, conversation))
        return console.views.page(request, "side", present, ticket=shown, conversation=conversation, **more)

    @routes.get("/canned")
    async def canned(request: Request, present: agent, conversation: str, text: str = "") -> Response:
        """Give the canned replies for what stands in the composer after a slash, with their variables filled in."""
        handover = await console.handed_over(conversation)
        found = await console.run(console.canned.search, text) if text.startswith("/") else []
        values = _variables(console, present, handover.number, dict(handover.summary))
        filled = [(each, fill(each.text, values)) for each in found]
        return console.views.page(request, "canned_found", present, found=filled, said=text)

    @routes.post("/reveal/{seq}")
    async def reveal(request: Request, present: agent, conversation: str, seq: int) -> Response:
        """Show one turn unmasked, to who says why and holds the conversation; noted before it is shown."""
        handover = await console.handed_over(conversation)
        why = await why_of(console, request)
        if handover.agent != present.id and not present.may("supervisor"):
            raise console.problem(409, "not_holder")
        messages = await messages_of(console, conversation)
        shown = {each.seq: each for each in turns_of(messages, console.words, open_seq=seq)}
        if seq not in shown:
            raise console.problem(404, "not_found")
        await console.note(present, Deed.REVEAL, f"{conversation} {seq}", why)
        return console.views.page(request, "turn", present, turn=shown[seq], conversation=conversation)

    @routes.post("/transcript")
    async def transcript(request: Request, present: agent, conversation: str) -> Response:
        """Give the masked transcript as a file; who took it and why is noted."""
        handover = await console.handed_over(conversation)
        why = await why_of(console, request)
        await console.note(present, Deed.EXPORT, conversation, why)
        text = as_text(turns_of(await messages_of(console, conversation), console.words), console.words)
        name = f'attachment; filename="conversation-{handover.number}.txt"'
        return PlainTextResponse(text, headers={"Content-Disposition": name})

    return routes


async def _side(console: Console, conversation: str, messages: list[Message]) -> dict[str, Any]:
    handover, log = await console.handed_over(conversation), await console.people.log(conversation)
    return {
        "facts": facts_of(handover, messages, console.words),
        "log": log,
        "consents": consents_of(log, handover),
        "colleagues": await console.colleagues(),
        "teams": TEAMS,
        "close_reasons": list(CloseReason),
        "cards": deeds.cards_in(messages),
    }


def _together(turns: list[Any], notes: list[tuple[Any, str]]) -> list[tuple[str, Any, str]]:
    """Put what was said and what was noted in the order of time."""
    entries = [("turn", each, "") for each in turns] + [("note", each, author) for each, author in notes]
    return sorted(entries, key=lambda entry: entry[1].at)


def _variables(console: Console, present: Present, number: int, summary: dict[str, Any]) -> dict[str, str]:
    now = console.clock().astimezone(SEOUL)
    return {
        "이름": present.account.name,
        "번호": str(number),
        "서류": str(summary.get("document") or ""),
        "날짜": f"{now.month}월 {now.day}일",
        "시간": f"{now.hour}시 {now.minute}분",
    }


async def why_of(console: Console, request: Request) -> str:
    """Read the reason that looking at personal data, or taking it away, wants."""
    why = str((await request.form(max_files=0)).get("why", "")).strip()
    if len(why) < _LEAST_REASON:
        raise console.problem(422, "why_wanted")
    return why[:_LONGEST_REASON]
