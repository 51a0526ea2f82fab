"""What the slots say about the papers that are being asked for.

A request is one paper or several on one identity check: those whose options are settled (``papers_ready``), the one in
hand (``document``, ``options``) and those that come after it (``papers_left``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from actions.turn import Turn
from documents.domain.errors import InvalidOptions
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import OPTIONS, Options, parse_options

KINDS = {facts.spoken: kind for kind, facts in PAPERS.items()}
"""Canonical value of the entity ``document`` → kind."""
SELF, CHILD = "self", "child"
"""Whom the papers are about; the slot ``about`` holds ``self`` or an opaque reference to a child."""

CLEARED: dict[str, Any] = dict.fromkeys(
    (
        *("document", "choice", "identity", "about", "options", "purpose", "asked"),
        *("papers_left", "papers_ready", "one_by_one", "for_whom", "consent", "wishes"),
    )
)
"""Slots of a request, emptied when it has been made or given up."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper of a request."""

    kind: PaperKind
    options: Options

    @property
    def spoken(self) -> str:
        return PAPERS[self.kind].spoken

    def packed(self) -> dict[str, Any]:
        """Write it as slots hold it."""
        return {"kind": self.kind.value, "options": chosen(self.options)}


def plain(kind: PaperKind) -> Wanted:
    """Give ``kind`` with its private defaults."""
    return Wanted(kind, OPTIONS[kind]())


def chosen(options: Options) -> dict[str, Any]:
    """Give only what differs from the private default: the slot ``options`` holds no more."""
    private = type(options)().as_dict()
    return {name: value for name, value in options.as_dict().items() if value != private[name]}


def kind(turn: Turn) -> PaperKind | None:
    return KINDS.get(turn.slot("document") or "")


def in_hand(turn: Turn) -> Wanted | None:
    paper = kind(turn)
    return holding(paper, turn.slot("options")) if paper else None


def holding(kind: PaperKind, options: Mapping[str, Any] | None) -> Wanted:
    """Give ``kind`` with what the slot ``options`` holds; options of another paper count for nothing."""
    try:
        return Wanted(kind, parse_options(kind, options or {}))
    except InvalidOptions:
        return plain(kind)


def ready(turn: Turn) -> list[Wanted]:
    return _unpacked(turn.slot("papers_ready"))


def left(turn: Turn) -> list[Wanted]:
    return _unpacked(turn.slot("papers_left"))


def unsettled(turn: Turn) -> list[Wanted]:
    """Give the paper in hand and those after it."""
    now = in_hand(turn)
    return [now, *left(turn)] if now else []


def every(turn: Turn) -> list[Wanted]:
    return [*ready(turn), *unsettled(turn)]


def packed(papers: Iterable[Wanted]) -> list[dict[str, Any]] | None:
    """Write papers as slots hold them; None for none."""
    return [paper.packed() for paper in papers] or None


def settling(papers: list[Wanted]) -> dict[str, Any]:
    """Give the slots that put the first of ``papers`` in hand and the others after it."""
    first, *others = papers
    return {"document": first.spoken, "options": chosen(first.options) or None, "papers_left": packed(others)}


def together(turn: Turn) -> bool:
    """Tell whether one card asks for all papers at once."""
    return bool(left(turn)) and not ready(turn) and not turn.slot("one_by_one")


def about_children(paper: Wanted) -> bool:
    """Tell whether a legal guardian may have ``paper`` for a child."""
    return PAPERS[paper.kind].for_children


def one_by_one(turn: Turn) -> bool:
    """Tell whether a card for the paper after the one in hand comes next."""
    return bool(left(turn)) and bool(turn.slot("one_by_one"))


def for_child(turn: Turn, papers: Iterable[Wanted]) -> bool:
    """Tell whether a child has to be found for ``papers``."""
    return turn.slot("for_whom") == CHILD and any(about_children(paper) for paper in papers)


def needs_consent(papers: Iterable[Wanted]) -> bool:
    """Tell whether health data are looked up for ``papers`` (개인정보 보호법 제23조)."""
    return any(PAPERS[paper.kind].health_data for paper in papers)


def back(turn: Turn) -> dict[str, Any] | None:
    """Give the slots of one step back in the form, None at its beginning. What was chosen stays chosen."""
    if turn.asked in {"identity", "about"}:
        return {"choice": None, "about": None, "asked": None}
    before, now = ready(turn), unsettled(turn)
    if turn.asked == "choice" and before:
        return {**settling([before[-1], *now]), "papers_ready": packed(before[:-1]), "asked": None}
    if turn.asked == "choice" and turn.slot("one_by_one") and left(turn):
        return {"one_by_one": None, "asked": None}
    if turn.asked == "choice":
        return {"document": None, "options": None, "papers_left": None, "one_by_one": None, "asked": None}
    return None


def _unpacked(slot: Iterable[Mapping[str, Any]] | None) -> list[Wanted]:
    return [holding(PaperKind(each["kind"]), each["options"]) for each in slot or ()]


def has(options: Options, name: str) -> bool:
    return any(each.name == name for each in fields(options))
