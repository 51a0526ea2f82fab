"""What the channels ask of the office over HTTP: identity requests from the secure panel, and finished papers."""

from collections.abc import Callable
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from actions.desk import Desk
from actions.identity_card import IdentityCards
from actions.shelf import Page
from documents.domain.errors import Halt, InvalidNumber, MinwonError
from documents.domain.number import PaperNumber
from documents.service.internal import bearer_required
from documents.service.problems import Problem

Conversation = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{16,64}$")]

_STATUS = {
    "identity_not_asked": 409,
    "nothing_to_resend": 409,
    "too_many_requests": 429,
    "identity_unavailable": 503,
}
_UNPROCESSABLE = 422
T = TypeVar("T")


class PanelEntry(BaseModel):
    """What was typed into the secure panel. It goes to the identity service and nowhere else."""

    conversation: str = Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")
    name: str = Field(max_length=80, repr=False)
    birth_date: str = Field(max_length=20, repr=False)
    phone: str = Field(max_length=30, repr=False)
    provider: str = Field(max_length=40)


class ResendEntry(BaseModel):
    conversation: str = Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")


class PaperShelf(Protocol):
    """Finished papers of a conversation, each compared with its verified person once more before it is handed out."""

    def pdf(self, conversation: str, number: PaperNumber) -> bytes | None: ...
    def preview(self, conversation: str, number: PaperNumber) -> bytes | None: ...
    def page(self, conversation: str, number: PaperNumber) -> Page | None: ...


def office(desk: Desk, cards: IdentityCards, shelf: PaperShelf, token: str) -> APIRouter:
    """Give the internal routes. Identity routes answer with the card of the new state."""
    router = APIRouter(prefix="/internal", tags=["office"], dependencies=[Depends(bearer_required(token))])

    words = cards.words["problems"]

    def problem(error: MinwonError) -> Problem:
        return Problem(_STATUS.get(error.code, _UNPROCESSABLE), error.code, words.get(error.code, words["other"]))

    @router.post("/identity", status_code=202)
    async def ask_for_approval(entry: PanelEntry) -> dict[str, Any]:
        try:
            return cards(
                await desk.submit(entry.conversation, entry.name, entry.birth_date, entry.phone, entry.provider)
            )
        except MinwonError as error:
            raise problem(error) from None

    @router.post("/identity/resend", status_code=202)
    async def ask_again(entry: ResendEntry) -> dict[str, Any]:
        try:
            return cards(await desk.resend(entry.conversation))
        except MinwonError as error:
            raise problem(error) from None

    @router.get("/conversations/{conversation}/papers/{number}")
    async def paper(conversation: Conversation, number: str) -> Response:
        pdf = await _from_shelf(shelf.pdf, conversation, number)
        return Response(pdf, media_type="application/pdf", headers={"Cache-Control": "no-store"})

    @router.get("/conversations/{conversation}/papers/{number}/preview.png")
    async def preview(conversation: Conversation, number: str) -> Response:
        picture = await _from_shelf(shelf.preview, conversation, number)
        return Response(picture, media_type="image/png", headers={"Cache-Control": "no-store"})

    @router.get("/conversations/{conversation}/papers/{number}/page.html")
    async def page(conversation: Conversation, number: str) -> Response:
        found = await _from_shelf(shelf.page, conversation, number)
        policy = f"default-src 'none'; style-src {found.style}; base-uri 'none'; frame-ancestors 'none'"
        return HTMLResponse(found.html, headers={"Cache-Control": "no-store", "Content-Security-Policy": policy})

    return router


async def _from_shelf(take: Callable[[str, PaperNumber], T | None], conversation: str, number: str) -> T:
    try:
        found = await run_in_threadpool(take, conversation, PaperNumber.parse(number))
    except (InvalidNumber, Halt):
        found = None
    if found is None:
        raise Problem(404, "not_found", "찾을 수 없어요.")
    return found
