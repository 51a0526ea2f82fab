"""Complaints as the counter's cases room tells them. Texts, places and contacts live there, never here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents.domain.errors import Refusal, Unavailable


class CasesDown(Unavailable):
    """The cases room does not answer: nothing was changed, or it is not known whether."""

    code = "cases_down"


class CaseRefused(Refusal):
    """The cases room said no; ``code`` is its own."""

    code = "case_refused"


@dataclass(frozen=True, slots=True)
class Place:
    """Where, as far as the room found it. ``said`` is what the citizen called it."""

    said: str
    district: str | None
    found: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A complaint that is being written."""

    told: bool
    """Whether what happened is known."""
    place: Place | None
    photos: int
    contact: bool
    """Whether the city can reach the citizen already."""
    similar: tuple[str, ...]
    """Numbers of reports of the same thing."""


def draft_of(raw: Mapping[str, Any]) -> Draft:
    place = raw.get("place")
    return Draft(
        told=bool(raw.get("text_given")),
        place=Place(str(place.get("said") or ""), place.get("district"), bool(place.get("ok"))) if place else None,
        photos=int(raw.get("photos") or 0),
        contact=bool(raw.get("contact")),
        similar=tuple(str(each["number"]) for each in raw.get("similar") or ()),
    )


@dataclass(frozen=True, slots=True)
class Complaint:
    """One that was filed. Times are ISO moments."""

    number: str
    kind: str
    state: str
    department: str
    handler: Mapping[str, str]
    due_at: str | None
    accept_by: str | None


def complaint_of(raw: Mapping[str, Any]) -> Complaint:
    handler = raw.get("handler") or {}
    return Complaint(
        number=str(raw["number"]),
        kind=str(raw.get("kind") or ""),
        state=str(raw.get("state") or "received"),
        department=str(raw.get("department") or ""),
        handler={name: str(handler.get(name) or "") for name in ("name", "phone")},
        due_at=raw.get("due_at"),
        accept_by=raw.get("accept_by"),
    )
