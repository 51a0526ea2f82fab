"""What the staff console asks about the city's answers: how they stand, how they came to be so, and to correct one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from actions.answer import Answer
from actions.answer_correction import WORDS, Correction, Wording
from actions.answer_shelf import AnswerShelf
from documents.domain.errors import Refusal
from documents.service.internal import bearer_required
from documents.service.problems import Problem

REVIEW_AGAIN = timedelta(days=180)
_KIND = "faq/"
_STATUS = {"no_such_answer": 404, "changed_meanwhile": 409}


class Draft(BaseModel):
    """What is missing here is found by the shelf, which says it in a sentence. ``reviewed`` is an ISO date."""

    text: str = ""
    follow_ups: dict[str, str] = Field(default_factory=dict)
    link: dict[str, str] = Field(default_factory=dict)
    reviewed: str = ""

    def wording(self) -> Wording:
        try:
            day = date.fromisoformat(self.reviewed)
        except ValueError:
            raise Refusal("bad_review_day") from None
        return Wording(self.text, self.follow_ups, self.link, day)


class Change(Draft):
    version: int = Field(ge=0)
    by: str = Field(min_length=1, max_length=80)


def answer_office(shelf: AnswerShelf, titles: Mapping[str, str], token: str) -> APIRouter:
    """Give the internal routes. ``name`` is a label without its ``faq/``; who may write is the console's business."""
    routes = APIRouter(prefix="/internal/staff/answers", tags=["staff"], dependencies=[Depends(bearer_required(token))])

    @routes.get("")
    def every() -> dict[str, Any]:
        return {"answers": [_row(shelf, titles, label) for label in shelf]}

    @routes.get("/{name}")
    def one(name: str) -> dict[str, Any]:
        try:
            return _whole(shelf, titles, _KIND + name)
        except Refusal as error:
            raise _problem(error) from None

    @routes.post("/{name}/preview")
    def preview(name: str, draft: Draft) -> dict[str, Any]:
        try:
            return _told(shelf.told(_KIND + name, draft.wording()))
        except Refusal as error:
            raise _problem(error) from None

    @routes.put("/{name}")
    def correct(name: str, change: Change) -> dict[str, Any]:
        try:
            shelf.correct(_KIND + name, change.version, change.wording(), change.by)
            return _whole(shelf, titles, _KIND + name)
        except Refusal as error:
            raise _problem(error) from None

    return routes


def _problem(error: Refusal) -> Problem:
    return Problem(_STATUS.get(error.code, 422), error.code, WORDS["problems"][error.code])


def _row(shelf: AnswerShelf, titles: Mapping[str, str], label: str) -> dict[str, Any]:
    newest, reviewed = shelf.newest(label), shelf[label].reviewed
    return {
        "name": label.removeprefix(_KIND),
        "label": label,
        "title": titles[label],
        "reviewed": reviewed.isoformat(),
        "review_due": (reviewed + REVIEW_AGAIN).isoformat(),
        "corrected": newest is not None,
        "version": newest.version if newest else 0,
    }


def _whole(shelf: AnswerShelf, titles: Mapping[str, str], label: str) -> dict[str, Any]:
    history = shelf.history(label)  # first: it refuses what is not there
    return {
        **_row(shelf, titles, label),
        **_told(shelf[label]),
        "history": [_version(each) for each in history],
    }


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "follow_ups": dict(answer.follow_ups),
        "link": dict(answer.link or {}),
        "basis": answer.basis,
    }


def _version(each: Correction) -> dict[str, Any]:
    wording = each.wording
    return {
        "version": each.version,
        "text": wording.text,
        "follow_ups": dict(wording.follow_ups),
        "link": dict(wording.link),
        "reviewed": wording.reviewed.isoformat(),
        "by": each.by,
        "at": each.at,
    }
