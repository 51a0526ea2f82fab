"""How the members of an invented family were insured: by their jobs, by their parents, by the head of the family."""

from collections.abc import Sequence
from datetime import date

from documents.domain.records import Examination, InsuredAs, InsuredSpell, Service
from documents.registers.town.coverage import covered, local_head, through
from documents.registers.town.days import later
from documents.registers.town.families import CHILD, COHABITANT, SELF, SPOUSE, Family, Sketch
from documents.registers.town.jobs import Jobs, Working
from documents.registers.town.people import Person
from documents.registers.town.streams import stream

_ON_ONES_OWN = frozenset({SELF, COHABITANT})
_BY_PARENTS_UNTIL = 27


class Insuring:
    """``began``: the first day of health insurance."""

    def __init__(self, jobs: Jobs, began: date, today: date) -> None:
        self._jobs, self._began, self._today = jobs, began, today

    def spells(
        self,
        family: Family,
        sketch: Sketch,
        person: Person,
        military: Service | Examination | None,
        head: Sequence[InsuredSpell],
    ) -> tuple[InsuredSpell, ...]:
        """Draw a member's spells, oldest first. ``head``: those of the head, who comes first."""
        since = max(sketch.origin.entered if sketch.origin else sketch.born, self._began)
        home = family.married if sketch.relation == SPOUSE and sketch.sex == "F" else None
        own = self._jobs.of(Working(person, since, military, home))
        return covered(own, self._background(family, sketch, own, since, head), since)

    def _background(
        self,
        family: Family,
        sketch: Sketch,
        own: Sequence[InsuredSpell],
        since: date,
        head: Sequence[InsuredSpell],
    ) -> list[InsuredSpell]:
        """Say how somebody is insured on days without a job."""
        if sketch.relation == CHILD or sketch.origin:
            return through(head, since)
        if sketch.relation == SPOUSE and family.married:
            by_parents = self._by_parents(sketch, since, family.married)
            return [*by_parents, *through(head, max(since, family.married))]
        if sketch.relation in _ON_ONES_OWN:
            grown = max(since, min([each.gained for each in own] + [later(sketch.born, 12 * _BY_PARENTS_UNTIL)]))
            by_parents = self._by_parents(sketch, since, grown)
            return [*by_parents, local_head(grown)] if grown <= self._today else by_parents
        return [local_head(since, max(since, sketch.joined)), *through(head, max(since, sketch.joined))]

    def _by_parents(self, sketch: Sketch, since: date, until: date) -> list[InsuredSpell]:
        if until <= since:
            return []
        lost = until if until <= self._today else None
        rng = stream("parents insured", sketch.id)
        if rng.random() < 0.6:  # noqa: PLR2004 - most parents have an employer
            return [InsuredSpell(InsuredAs.DEPENDANT, self._jobs.anywhere(rng), since, lost)]
        return [InsuredSpell(InsuredAs.LOCAL_MEMBER, None, since, lost)]
