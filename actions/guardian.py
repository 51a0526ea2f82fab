"""The children of a verified person, by opaque references: no name enters the chat, the slots or the tracker."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from actions import request
from actions.request import SELF
from actions.turn import Turn
from actions.words import Words
from documents.comparing import require_same_person
from documents.domain.errors import Halt, Refusal, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.request import VerifiedPerson
from documents.domain.resident import Child
from documents.ports import ResidentRegister

_log = structlog.get_logger(__name__)
_REFERENCE = 16


@dataclass(frozen=True, slots=True)
class KnownChild:
    reference: str
    """Means something only together with the verification that it was made for."""
    child: Child = field(repr=False)


class Guardian:
    """``blind`` makes a keyed digest. Everything asks the resident register: nothing about children is kept."""

    def __init__(self, residents: ResidentRegister, blind: Callable[[str], str], words: Words) -> None:
        self._residents, self._blind, self._words = residents, blind, words

    def children(self, person: VerifiedPerson) -> list[KnownChild]:
        """Give the children under 14 whose legal guardian ``person`` is.

        Raise Unavailable when the register does not answer, Halt when it answers about somebody else.
        """
        try:
            home = self._residents.household(person.ci, PaperKind.VACCINATION)
        except Refusal:
            return []
        require_same_person(person, home.name.hangul, home.born)
        return [KnownChild(self._reference(person, child), child) for child in home.children]

    def child(self, person: VerifiedPerson, reference: str) -> Child | None:
        """Give the child that ``reference`` means. Raises as ``children`` does."""
        return next((known.child for known in self.children(person) if known.reference == reference), None)

    def about(self, turn: Turn, person: VerifiedPerson | None) -> dict[str, Any]:
        """Give the slot ``about``: the person alone, the only child, or None where it has to be asked."""
        if not request.for_child(turn, request.every(turn)):
            return {"about": SELF}
        if person is None:
            return {"about": None}
        try:
            children = self.children(person)
        except (Unavailable, Halt) as error:
            _log.warning("children_unknown", code=error.code)
            return {"about": None}
        return {"about": children[0].reference if len(children) == 1 else None}

    def buttons(self, turn: Turn, children: list[KnownChild]) -> tuple[Mapping[str, str], ...]:
        """Give a button a child; where there is none, one for the person's own paper and one to stop."""
        words = self._words.of(turn)["children"]
        named = zip(_labels(words, [known.child for known in children]), children, strict=True)
        choices = [(label, known.reference) for label, known in named] or [(words["self"], SELF)]
        each = [{"title": title, "payload": f"/choose_child{json.dumps({'child': value})}"} for title, value in choices]
        return (*each, *([] if children else [{"title": words["stop"], "payload": "/stop"}]))

    def _reference(self, person: VerifiedPerson, child: Child) -> str:
        return self._blind(f"child {person.verification} {child.ci}")[:_REFERENCE]


def _labels(words: Mapping[str, str], children: list[Child]) -> list[str]:
    """Say as little as tells them apart: the year of birth, else the month too, else the order."""
    years = Counter(child.born.year for child in children)
    months = Counter((child.born.year, child.born.month) for child in children)
    labels = []
    for order, child in enumerate(children, start=1):
        month = (child.born.year, child.born.month)
        word = "year" if years[child.born.year] == 1 else "month" if months[month] == 1 else "order"
        labels.append(words[word].format(year=month[0], month=month[1], order=order))
    return labels
