"""The page of figures, for supervisors: tables that anybody can read, and pictures of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from channels.cases.reading import Filters
from channels.conversation.handover import Handover
from channels.staff.accounts import Role
from channels.staff.console import Console
from channels.staff.figures import Figures, figures
from channels.staff.gate import Present

_MOST_COMPLAINTS = 10_000


def figure_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/figures", include_in_schema=False)
    needed = Depends(console.gate.need(Role.SUPERVISOR))
    supervisor = Annotated[Present, needed]

    @routes.get("")
    async def page(request: Request, present: supervisor) -> Response:
        filed = await console.board.list(Filters(limit=_MOST_COMPLAINTS))
        scores = [each.score for each in filed if each.score is not None]
        counts = await console.board.counts()
        return console.views.page(
            request, "figures", present, figures=await _counted(console), scores=scores, counts=counts
        )

    @routes.get("/days.svg", dependencies=[needed])
    async def days() -> Response:
        bars = [(f"{day.month}/{day.day}", count) for day, count in (await _counted(console)).days]
        return Response(_drawn(console, bars), media_type="image/svg+xml")

    @routes.get("/reasons.svg", dependencies=[needed])
    async def reasons() -> Response:
        bars = [(console.words["reasons"][name], count) for name, count in (await _counted(console)).reasons]
        return Response(_drawn(console, bars), media_type="image/svg+xml")

    return routes


async def _counted(console: Console) -> Figures:
    return figures(await _all(console), console.clock())


async def _all(console: Console) -> list[Handover]:
    """Give every hand-over, ended ones too, a page of the house's changes at a time."""
    found: list[Handover] = []
    while batch := await console.people.changes_after(found[-1].version if found else 0, 0):
        found += batch
    return found


def _drawn(console: Console, bars: list[tuple[str, int]]) -> str:
    most = max((count for _, count in bars), default=0) or 1
    return console.views.piece("bars", bars=bars, most=most)
