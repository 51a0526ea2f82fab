"""The same choice as data: the JSON attached to a 납부확인서, by ``health_premium_payment.schema.json``."""

from typing import Any

from documents.domain.paper import PaperDraft
from documents.forms.envelope import envelope, present, row
from documents.forms.premium_choice import MonthRow, choose

SCHEMA = "health_premium_payment.schema.json"


def as_data(draft: PaperDraft) -> dict[str, Any]:
    """Give plain JSON values; months as ``YYYY-MM``, amounts in won."""
    chosen = choose(draft)
    return {
        **envelope(draft),
        "rrn": chosen.rrn,
        "address": chosen.address,
        "insured_as": chosen.insured_as,
        **present({"workplace": chosen.workplace}),
        "period": {"since": f"{chosen.since:%Y-%m}", "until": f"{chosen.until:%Y-%m}"},
        "use": chosen.use.value,
        "months": [_month(each) for each in chosen.months],
        "totals": row(chosen.totals),
    }


def _month(month: MonthRow) -> dict[str, Any]:
    return {**row(month), "month": f"{month.month:%Y-%m}"}
