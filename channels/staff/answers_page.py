"""The pages of the bot's answers: which are due for review, and one of them to look over, correct and try."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from channels.staff.accounts import Role
from channels.staff.answers import versions
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.gate import BASE, Present
from channels.staff.trouble import by_script, problem_of
from documents.domain.errors import Refusal
from documents.service.clock import SEOUL
from documents.service.problems import Problem

_SEE_OTHER = 303
Draft = dict[str, Any]


def answer_routes(console: Console) -> APIRouter:
    routes = APIRouter(prefix="/answers", include_in_schema=False)
    supervisor = Annotated[Present, Depends(console.gate.need(Role.SUPERVISOR))]

    @routes.get("")
    async def every(request: Request, present: supervisor) -> Response:
        answers = await console.answers.all(console.clock().astimezone(SEOUL).date())
        return console.views.page(request, "answers", present, answers=answers)

    @routes.get("/{name}")
    async def one(request: Request, present: supervisor, name: str) -> Response:
        return await _page(console, request, present, name)

    @routes.post("/{name}/preview")
    async def preview(request: Request, present: supervisor, name: str) -> Response:
        draft = await _draft(request)
        try:
            told = await console.answers.told(name, draft)
        except Refusal as error:
            wrong = _wrong(console, request, error)
            return await _page(console, request, present, name, draft, wrong=wrong)
        return await _page(console, request, present, name, draft, told=told)

    @routes.post("/{name}")
    async def correct(request: Request, present: supervisor, name: str) -> Response:
        draft = await _draft(request)
        try:
            await keep(console, present, name, draft, draft["version"])
        except Refusal as error:
            wrong = _wrong(console, request, error)
            return await _page(console, request, present, name, draft, wrong=wrong)
        return RedirectResponse(f"{BASE}/answers/{name}", _SEE_OTHER)

    return routes


async def keep(console: Console, present: Present, name: str, draft: Mapping[str, Any], version: int) -> Draft:
    """Correct an answer; what would be refused is not noted as done. Raise Refusal, ``AnswersDown``."""
    wording = {part: draft[part] for part in ("text", "follow_ups", "link", "reviewed")}
    await console.answers.told(name, wording)
    await console.note(present, Deed.ANSWER_CHANGED, name, str(version + 1))
    return await console.answers.correct(name, wording, version, present.id)


async def _page(
    console: Console,
    request: Request,
    present: Present,
    name: str,
    draft: Draft | None = None,
    *,
    told: Draft | None = None,
    wrong: Problem | None = None,
) -> Response:
    """Show the answer; ``draft`` is what somebody is writing, ``told`` how it would be read."""
    answer = await console.answers.one(name)
    written = draft or {**answer, "reviewed": ""}  # the day is chosen anew each time
    return console.views.page(
        request,
        "answer",
        present,
        wrong.status if wrong else 200,
        answer=answer,
        written=written,
        told=told,
        wrong=wrong.title if wrong else "",
        versions=versions(answer["history"]),
        colleagues=await console.colleagues(),
        today=console.clock().astimezone(SEOUL).date().isoformat(),
    )


def _wrong(console: Console, request: Request, error: Refusal) -> Problem:
    """Give what is said beside what was written, so that nothing of it is lost. A script is answered otherwise."""
    if by_script(request) or error.code == "no_such_answer":
        raise error
    return problem_of(console.words, error)


async def _draft(request: Request) -> Draft:
    form = await request.form(max_files=0)
    version = _said(form, "version")
    return {
        "version": int(version) if version.isdecimal() else 0,
        "text": _said(form, "text"),
        "follow_ups": {key.removeprefix("about_"): _said(form, key) for key in form if key.startswith("about_")},
        "link": {"title": _said(form, "link_title"), "url": _said(form, "link_url")},
        "reviewed": _said(form, "reviewed"),
    }


def _said(form: FormData, name: str) -> str:
    return str(form.get(name, ""))
