"""Chooses what of an insurance record goes on a 건강보험 자격득실 확인서.

1. Period: every spell, or those that touch the chosen days, with the days of gain and loss as they are.
2. Rear digits of the registration number.
"""

from dataclasses import dataclass, field
from datetime import date

from documents.domain.options import EligibilityOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import EligibilityRecord, InsuredSpell
from documents.forms.material import options_as, record_as
from documents.forms.own_paper import require_own


@dataclass(frozen=True, slots=True)
class SpellRow:
    insured_as: str
    workplace: str | None
    gained: date
    lost: date | None
    """None: still insured so."""


@dataclass(frozen=True, slots=True)
class ChosenEligibility:
    """Spells newest first. ``since`` and ``until`` are None when everything was asked for."""

    rrn: str = field(repr=False)
    since: date | None
    until: date | None
    spells: tuple[SpellRow, ...]


def choose(draft: PaperDraft) -> ChosenEligibility:
    """Apply the options of ``draft``. Raise Halt("subject_mismatch") when the record is not the applicant's."""
    record, options = record_as(draft, EligibilityRecord), options_as(draft, EligibilityOptions)
    require_own(draft, record.rrn)
    return ChosenEligibility(
        rrn=record.rrn.open() if options.back_digits else record.rrn.masked(),  # 2
        since=options.since,
        until=options.until,
        spells=tuple(_row(each) for each in record.spells if _touches(each, options)),
    )


def _touches(spell: InsuredSpell, options: EligibilityOptions) -> bool:  # 1
    if options.since is None or options.until is None:
        return True
    return spell.gained <= options.until and (spell.lost is None or spell.lost >= options.since)


def _row(spell: InsuredSpell) -> SpellRow:
    return SpellRow(spell.insured_as.value, spell.workplace, spell.gained, spell.lost)
