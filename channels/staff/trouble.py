"""What goes wrong, told the way it was asked: a page to a browser, problem+json to a script or a program."""

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from channels.conversation.reading import UnknownConversation
from channels.staff.answers import AnswersDown
from channels.staff.gate import BASE, SignInWanted
from channels.staff.papers import PapersDown
from channels.staff.views import Views
from channels.staff.words import Words, problem
from documents.domain.errors import Refusal
from documents.service import problems
from documents.service.problems import Problem

_SEE_OTHER = 303
_MISSING = ("no_account", "no_such_complaint", "nothing_to_void", "no_void_open", "no_such_answer")
_UNFIT = ("weak_password", "no_answer", "unknown_variable", "canned_empty", "invalid_number", "bad_review_on")
_UNFIT_ANSWER = ("answer_incomplete", "answer_too_long", "rrn_in_payload", "bad_link", "bad_review_day")
_STATUS = dict.fromkeys(_MISSING, 404) | dict.fromkeys(_UNFIT + _UNFIT_ANSWER, 422)  # the others: 409


def install(app: FastAPI, views: Views, words: Words) -> None:
    problems.install(app)

    async def tell(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)  # noqa: S101 - registered for this class only
        return _tell(request, views, error)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)  # noqa: S101
        return _tell(request, views, problem_of(words, error))

    async def down(request: Request, error: Exception) -> Response:
        assert isinstance(error, PapersDown | AnswersDown)  # noqa: S101
        return _tell(request, views, problem(words, 503, error.code))

    async def missing(request: Request, _error: Exception) -> Response:
        return _tell(request, views, problem(words, 404, "not_found"))

    async def stranger(request: Request, _error: Exception) -> Response:
        if request.url.path.startswith(f"{BASE}/api/") or request.url.path.endswith("/events"):
            return _tell(request, views, problem(words, 404, "not_found"))
        if by_script(request):
            return Response(status_code=204, headers={"HX-Redirect": f"{BASE}/sign-in"})
        return RedirectResponse(f"{BASE}/sign-in", _SEE_OTHER)

    app.add_exception_handler(Problem, tell)
    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(UnknownConversation, missing)
    app.add_exception_handler(PapersDown, down)
    app.add_exception_handler(AnswersDown, down)
    app.add_exception_handler(404, missing)
    app.add_exception_handler(SignInWanted, stranger)


def problem_of(words: Words, error: Refusal) -> Problem:
    """Give the refusal's status and sentence."""
    return problem(words, _STATUS.get(error.code, 409), _known(words, error.code))


def by_script(request: Request) -> bool:
    """Tell whether a script of a page asks, which shows a problem by itself."""
    return request.headers.get("hx-request") == "true"


def _tell(request: Request, views: Views, error: Problem) -> Response:
    wants_page = "text/html" in request.headers.get("accept", "") and not by_script(request)
    if wants_page and not request.url.path.startswith(f"{BASE}/api/"):
        return views.page(request, "problem", None, error.status, heading=error.title)
    return problems.respond(error.status, error.code, error.title, **error.more)


def _known(words: Words, code: str) -> str:
    return code if code in words["problems"] else "refused"
