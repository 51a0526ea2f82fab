"""The printed words of a form, and the facts that every form opens with."""

from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from documents.domain.kind import PaperKind
from documents.domain.paper import PaperDraft
from documents.forms.material import people_facts
from documents.forms.sheet import Fact
from documents.service.clock import SEOUL


@cache
def words_of(kind: PaperKind) -> dict[str, Any]:
    """Read ``<kind>.yml`` of this folder."""
    text = resources.files(__package__).joinpath(f"{kind.value}.yml").read_text("utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def issue_day(draft: PaperDraft) -> date:
    """Give the day of issue as the office's calendar has it."""
    return draft.issued_at.astimezone(SEOUL).date()


def long_date(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"


def days(first: date, second: date | None) -> str:
    """Give one day, or two with a slash between."""
    return f"{first:%Y-%m-%d} / {second:%Y-%m-%d}" if second else f"{first:%Y-%m-%d}"


def opening_facts(draft: PaperDraft, words: dict[str, Any]) -> tuple[Fact, ...]:
    """Give 담당자, 신청인 (and 대상자), 용도, 발급일. Raise Halt("subject_mismatch") as ``people_facts`` does."""
    return (
        Fact(words["clerk"]["label"], words["clerk"]["value"]),
        *people_facts(draft, words),
        Fact(words["purpose"]["label"], draft.purpose or words["purpose"]["none"]),
        Fact(words["issued"], long_date(issue_day(draft))),
    )
