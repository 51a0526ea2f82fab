"""The same choice as data: the JSON attached to a 자격득실 확인서, by ``health_eligibility.schema.json``."""

from typing import Any

from documents.domain.paper import PaperDraft
from documents.forms.eligibility_choice import choose
from documents.forms.envelope import envelope, present, row

SCHEMA = "health_eligibility.schema.json"


def as_data(draft: PaperDraft) -> dict[str, Any]:
    """Give plain JSON values. Without a chosen period there is no ``period``."""
    chosen = choose(draft)
    period = present({"since": chosen.since, "until": chosen.until})
    return {
        **envelope(draft),
        "rrn": chosen.rrn,
        **({"period": period} if period else {}),
        "spells": [row(each) for each in chosen.spells],
    }
