"""What the health insurer says about a person's spells.

``POST /registers/health-insurance/eligibility`` → ``EligibilityAnswer``. Without days: all spells.
"""

from datetime import date
from typing import Self

from pydantic import model_validator

from documents.domain.records import InsuredAs
from documents.registers.wire import Answer, Asked, Wire, WireRrn, WireText


class AskedSpells(Asked):
    """Both days, included, or neither."""

    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _both_in_order(self) -> Self:
        if (self.since is None) != (self.until is None):
            raise ValueError("period")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ValueError("period")
        return self


class WireSpell(Wire):
    """``lost`` None: still insured so."""

    insured_as: InsuredAs
    workplace: WireText | None = None
    gained: date
    lost: date | None = None

    def touches(self, since: date | None, until: date | None) -> bool:
        """Tell whether the person was insured so on a day of the period; all spells touch no period."""
        if since is None or until is None:
            return True
        return self.gained <= until and (self.lost is None or self.lost >= since)


class EligibilityAnswer(Answer):
    """``spells`` newest first."""

    rrn: WireRrn
    spells: list[WireSpell]
