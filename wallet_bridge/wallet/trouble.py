"""What goes wrong, told the way it was asked: a page to a browser, problem+json to a program."""

from fastapi import FastAPI, Request
from starlette.responses import Response

from documents.domain.errors import Unavailable
from documents.service import problems
from documents.service.problems import Problem
from wallet_bridge.wallet.browser import prefers_html
from wallet_bridge.wallet.refusals import refuse
from wallet_bridge.wallet.views import Views

_RETRY_SECONDS = {429: "60", 503: "10"}


def install(app: FastAPI, views: Views) -> None:
    """Answer problems and an unavailable office as pages or documents. Unknown addresses are problems too."""

    async def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)  # noqa: S101 - registered for this class only
        return _tell(request, views, error)

    async def unavailable(request: Request, error: Exception) -> Response:
        assert isinstance(error, Unavailable)  # noqa: S101
        return _tell(request, views, refuse(503, "check_unavailable"))

    async def missing(request: Request, _error: Exception) -> Response:
        return _tell(request, views, refuse(404, "not_found"))

    app.add_exception_handler(Problem, problem)
    app.add_exception_handler(Unavailable, unavailable)
    app.add_exception_handler(404, missing)


def _tell(request: Request, views: Views, problem: Problem) -> Response:
    if prefers_html(request):
        answer: Response = views.page(request, "problem", problem.status, heading=problem.title, code=problem.code)
    else:
        answer = problems.respond(problem.status, problem.code, problem.title, **problem.more)
    if problem.status in _RETRY_SECONDS:
        answer.headers["Retry-After"] = _RETRY_SECONDS[problem.status]
    return answer
