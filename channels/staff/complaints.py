"""The complaint board: what is due first, one complaint with its clocks, and what its handler does with it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from channels.cases.attaching import as_download
from channels.cases.complaint import State
from channels.cases.reading import Filters
from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.gate import BASE, Present
from channels.staff.talk import why_of

_SEE_OTHER = 303
STATES = tuple(state for state in State if state is not State.DRAFT)


def complaint_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/complaints", include_in_schema=False)
    agent = Annotated[Present, Depends(console.gate.need(Role.AGENT))]
    supervisor = Annotated[Present, Depends(console.gate.need(Role.SUPERVISOR))]

    @routes.get("")
    async def page(
        request: Request, present: agent, *, state: str = "", late: str = "", mine: str = "", district: str = ""
    ) -> Response:
        wanted = {"state": state, "late": late, "mine": mine, "district": district.strip()}
        rows = [console.board.wire(each) for each in await console.board.list(filters_of(present, **wanted))]
        counts = await console.board.counts()
        return console.views.page(
            request, "complaints", present, rows=rows, counts=counts, wanted=wanted, states=STATES
        )

    @routes.post("/export")
    async def export(request: Request, present: supervisor) -> Response:
        """Give the board as CSV, which holds nothing personal; who took it and why is noted."""
        why = await why_of(console, request)
        await console.note(present, Deed.EXPORT, "complaints", why)
        table = await console.board.export_csv()
        name = {"Content-Disposition": 'attachment; filename="complaints.csv"'}
        return PlainTextResponse(table, headers=name, media_type="text/csv; charset=utf-8")

    @routes.get("/{number}")
    async def one(request: Request, present: agent, number: str) -> Response:
        await console.note(present, Deed.COMPLAINT_READ, number)
        return await _one(console, request, present, number, opened=False)

    @routes.post("/{number}/reveal")
    async def reveal(request: Request, present: agent, number: str) -> Response:
        """Show text, place and contact unmasked, to who says why; noted before it is shown."""
        why = await why_of(console, request)
        await console.note(present, Deed.REVEAL, number, why)
        return await _one(console, request, present, number, opened=True)

    @routes.get("/{number}/files/{file}")
    async def attachment(present: agent, number: str, file: str) -> Response:
        await console.note(present, Deed.COMPLAINT_READ, number, f"file {file}"[:60])
        return as_download(await console.board.attachment(number, file))

    return routes


def filters_of(present: Present, *, state: str, late: str, mine: str, district: str) -> Filters:
    """Read the board's filters; what is no state is no filter."""
    return Filters(
        state=State(state) if state in set(STATES) else None,
        late=late == "yes",
        agent=present.id if mine == "yes" else None,
        district=district or None,
    )


async def _one(console: Console, request: Request, present: Present, number: str, *, opened: bool) -> Response:
    dossier = await console.board.get(number)
    known: dict[str, Any] = {"colleagues": await console.colleagues(), "states": STATES}
    row = console.board.wire(dossier.complaint)
    return console.views.page(
        request, "complaint", present, row=row, dossier=dossier, opened=opened, back=f"{BASE}/complaints", **known
    )


def shown_again(number: str) -> Response:
    return RedirectResponse(f"{BASE}/complaints/{number}", _SEE_OTHER)
