"""The same choice as data: the JSON attached to a 등본. Schema: ``resident_register.schema.json`` beside this."""

from typing import Any

from documents.domain.paper import PaperDraft
from documents.forms.envelope import envelope, present, row
from documents.forms.register_choice import choose

SCHEMA = "resident_register.schema.json"


def as_data(draft: PaperDraft) -> dict[str, Any]:
    """Give plain JSON values. A field that was not chosen is absent, not empty."""
    chosen = choose(draft)
    household = {
        "householder": chosen.householder,
        "formation_reason": chosen.formation_reason,
        "formed_on": chosen.formed_on,
    }
    return {
        **envelope(draft),
        "household": present(household),
        "addresses": [row(each) for each in chosen.addresses],
        "members": [row(each) for each in chosen.members],
        "office": chosen.office,
    }
