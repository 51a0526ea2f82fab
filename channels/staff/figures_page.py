"""The page of figures, for supervisors: tables that anybody can read, and pictures of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from channels.cases.reading import Filters
from channels.staff.accounts import Role
from channels.staff.charts import CHARTS, bars_of, highest
from channels.staff.console import Console
from channels.staff.figures import Figures, begins, figures
from channels.staff.gate import Present

_MOST_COMPLAINTS = 10_000


def figure_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/figures", include_in_schema=False)
    needed = Depends(console.gate.need(Role.SUPERVISOR))
    supervisor = Annotated[Present, needed]

    @routes.get("")
    async def page(request: Request, present: supervisor) -> Response:
        counted, scores = await _counted(console), await _scores(console)
        charts = {each: bars_of(each, counted, scores, console.words) for each in CHARTS}
        counts = await console.board.counts()
        return console.views.page(
            request, "figures", present, figures=counted, scores=scores, charts=charts, counts=counts
        )

    @routes.get("/{chart}.svg", dependencies=[needed])
    async def picture(chart: str) -> Response:
        if chart not in CHARTS:
            raise console.problem(404, "not_found")
        bars = bars_of(chart, await _counted(console), await _scores(console), console.words)
        drawn = console.views.piece("bars", bars=bars, most=highest(chart, bars))
        return Response(drawn, media_type="image/svg+xml")

    return routes


async def _counted(console: Console) -> Figures:
    now = console.clock()
    since = begins(now)
    return figures(await console.people.asked_since(since), await console.people.hours_since(since), now)


async def _scores(console: Console) -> list[int]:
    filed = await console.board.list(Filters(limit=_MOST_COMPLAINTS))
    return [each.score for each in filed if each.score is not None]
