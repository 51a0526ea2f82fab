"""Which papers a message names: the first ones, another instead, one more, one less."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from actions import request
from actions.outcome import Say
from actions.request import KINDS, Wanted, plain
from actions.summary import named, particled, short
from actions.turn import Turn
from documents.domain.kind import PAPERS


@dataclass(frozen=True, slots=True)
class Naming:
    """``value`` is what the engine put into the slot ``document``: the last paper named."""

    now: Turn
    value: Any

    def slots(self) -> dict[str, Any]:
        if self.value not in KINDS:
            return {"document": self._before}
        papers = self._papers()
        fresh = self._before is not None and (self._changes or self._new)
        return request.settling(papers) | ({"choice": None, "identity": None} if fresh else {})

    def says(self, words: Mapping[str, Any]) -> Iterator[Say]:
        if self.value not in KINDS:
            yield Say("utter_unsupported_document")
        elif self._before is not None and self._changes:
            yield Say("utter_document_changed", {"paper": particled(words, short(words, self._new[0].kind), "으로/로")})
        elif self._before is not None and self._new:
            yield Say("utter_document_added", {"papers": named(words, self._new)})

    @property
    def _before(self) -> str | None:
        """The paper that was accepted before this turn: the ask actions note it."""
        _, _, kind = str(self.now.slot("asked") or "").partition(":")
        return next((facts.spoken for known, facts in PAPERS.items() if known == kind), None)

    @property
    def _named(self) -> list[str]:
        said = dict.fromkeys(name for name in self.now.every("document") if name in KINDS)
        return list(said) or [self.value]

    @property
    def _new(self) -> list[Wanted]:
        known = {self._before, *(paper.spoken for paper in [*request.ready(self.now), *request.left(self.now)])}
        return [plain(KINDS[name]) for name in self._named if name not in known]

    @property
    def _changes(self) -> bool:
        """Another paper takes the place of the one in hand."""
        adds = self.now.entities.get("added_document") or self._before in self._named
        return bool(self._new) and not adds

    def _papers(self) -> list[Wanted]:
        refused = self.now.every("rejected_document")
        others = [paper for paper in request.left(self.now) if paper.spoken not in refused]
        if self._before is None:
            papers = [self._held(name) for name in self._named]
            return [*papers, *(paper for paper in others if paper.spoken not in self._named)]
        if self._changes:
            return [*self._new, *others]
        return [self._held(self._before), *others, *self._new]

    def _held(self, name: str) -> Wanted:
        """Give the paper with the options that the slots hold for it."""
        held = request.holding(KINDS[name], self.now.slot("options"))
        return held if name in {self._before, self.value} else plain(KINDS[name])
