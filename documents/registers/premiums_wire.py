"""What the health insurer says about payments: ``POST /registers/health-insurance/premiums`` → ``PremiumsAnswer``."""

from datetime import date
from typing import Annotated

from pydantic import Field

from documents.domain.records import InsuredAs
from documents.registers.wire import Answer, Wire, WireRrn, WireText

Won = Annotated[int, Field(ge=0)]


class WirePremiumMonth(Wire):
    """``month`` is its first day. ``paid_on`` None: not paid yet."""

    month: date
    billed_health: Won
    billed_care: Won
    paid_health: Won
    paid_care: Won
    paid_on: date | None = None
    note: str = ""


class PremiumsAnswer(Answer):
    """``months`` oldest first: those that the asked days touch."""

    rrn: WireRrn
    address: WireText
    insured_as: InsuredAs
    workplace: WireText | None = None
    months: list[WirePremiumMonth]
