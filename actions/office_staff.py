"""What the staff console asks of the office: papers that are held, and taking a paper back by two people."""

from collections.abc import Sequence
from typing import Any, Protocol

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from documents.domain.errors import InvalidNumber, Refusal
from documents.domain.kind import PAPERS
from documents.domain.number import PaperNumber
from documents.ledger.promise import Promise
from documents.ledger.voiding import Voiding
from documents.service.internal import bearer_required
from documents.service.problems import Problem

_STATUS = {"nothing_to_void": 404, "no_void_open": 404, "void_open": 409, "same_person": 409}
_TITLE = "지금은 할 수 없는 일이에요."


class Papers(Protocol):
    """The ledger, as far as staff need it."""

    def held(self) -> Sequence[Promise]: ...
    def voidings(self) -> Sequence[Voiding]: ...
    def ask_void(self, number: PaperNumber, by: str, reason: str) -> Voiding: ...
    def agree_void(self, number: PaperNumber, by: str) -> Promise: ...
    def refuse_void(self, number: PaperNumber, by: str) -> None: ...


class Wish(BaseModel):
    number: str = Field(max_length=40)
    by: str = Field(min_length=1, max_length=80)
    reason: str = Field(min_length=5, max_length=300)


class Decision(BaseModel):
    by: str = Field(min_length=1, max_length=80)


def staff_office(papers: Papers, token: str) -> APIRouter:
    """Give the internal routes. ``by`` is an id of staff; who may do it is the console's business, that two is ours."""
    router = APIRouter(prefix="/internal/staff", tags=["staff"], dependencies=[Depends(bearer_required(token))])

    @router.get("/papers")
    def open_papers() -> dict[str, Any]:
        return {
            "held": [_held(each) for each in papers.held()],
            "voidings": [_wish(each) for each in papers.voidings()],
        }

    @router.post("/voidings", status_code=201)
    def ask(wish: Wish) -> dict[str, Any]:
        try:
            return _wish(papers.ask_void(PaperNumber.parse(wish.number), wish.by, wish.reason))
        except (InvalidNumber, Refusal) as error:
            raise _problem(error) from None

    @router.post("/voidings/{number}/agree", status_code=204)
    def agree(number: str, decision: Decision) -> None:
        try:
            papers.agree_void(PaperNumber.parse(number), decision.by)
        except (InvalidNumber, Refusal) as error:
            raise _problem(error) from None

    @router.post("/voidings/{number}/refuse", status_code=204)
    def refuse(number: str, decision: Decision) -> None:
        try:
            papers.refuse_void(PaperNumber.parse(number), decision.by)
        except (InvalidNumber, Refusal) as error:
            raise _problem(error) from None

    return router


def _problem(error: InvalidNumber | Refusal) -> Problem:
    return Problem(_STATUS.get(error.code, 422), error.code, _TITLE)


def _held(promise: Promise) -> dict[str, Any]:
    return {
        "number": str(promise.number),
        "title": PAPERS[promise.kind].title,
        "why": promise.error_code,
        "since": promise.created_at.isoformat(),
    }


def _wish(wish: Voiding) -> dict[str, Any]:
    return {
        "number": str(wish.number),
        "reason": wish.reason,
        "asked_by": wish.asked_by,
        "asked_at": wish.asked_at.isoformat(),
    }
