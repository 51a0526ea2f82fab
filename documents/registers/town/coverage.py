"""Health insurance without a gap: own jobs, and between them what others' insurance or the household gives."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from documents.domain.records import InsuredAs, InsuredSpell

_THROUGH: dict[InsuredAs, InsuredAs] = {
    InsuredAs.EMPLOYEE: InsuredAs.DEPENDANT,
    InsuredAs.LOCAL_HEAD: InsuredAs.LOCAL_MEMBER,
    InsuredAs.DEPENDANT: InsuredAs.DEPENDANT,
    InsuredAs.LOCAL_MEMBER: InsuredAs.LOCAL_MEMBER,
}


def local_head(since: date, until: date | None = None) -> InsuredSpell:
    return InsuredSpell(InsuredAs.LOCAL_HEAD, None, since, until)


def through(others: Sequence[InsuredSpell], since: date, until: date | None = None) -> list[InsuredSpell]:
    """Give the spells of somebody who is insured through another, from ``since`` until ``until``."""
    return [replace(each, insured_as=_THROUGH[each.insured_as]) for each in _clipped(others, since, until)]


def covered(own: Sequence[InsuredSpell], background: Sequence[InsuredSpell], since: date) -> tuple[InsuredSpell, ...]:
    """Put ``own`` spells over ``background``, oldest first, without gap or overlap."""
    pieces: list[InsuredSpell] = []
    for first, last in _free(own, since):
        pieces += _clipped(background, first, last)
    return tuple(_joined(sorted([*own, *pieces], key=lambda each: each.gained)))


def _free(own: Sequence[InsuredSpell], since: date) -> Iterator[tuple[date, date | None]]:
    day: date | None = since
    for spell in own:
        if day is not None and spell.gained > day:
            yield day, spell.gained
        day = spell.lost
    if day is not None:
        yield day, None


def _clipped(spells: Sequence[InsuredSpell], since: date, until: date | None) -> list[InsuredSpell]:
    cut = [replace(each, gained=max(each.gained, since), lost=_earlier(each.lost, until)) for each in spells]
    return [each for each in cut if each.lost is None or each.gained < each.lost]


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(filter(None, (one, other)), default=None)


def _joined(spells: Sequence[InsuredSpell]) -> Iterator[InsuredSpell]:
    """Make one of neighbours that say the same."""
    last: InsuredSpell | None = None
    for spell in spells:
        if last and (last.insured_as, last.workplace, last.lost) == (spell.insured_as, spell.workplace, spell.gained):
            last = replace(last, lost=spell.lost)
            continue
        if last:
            yield last
        last = spell
    if last:
        yield last
