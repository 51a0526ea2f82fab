"""The same choice as data: the JSON attached to a 예방접종증명서, by ``vaccination.schema.json``."""

from typing import Any

from documents.domain.paper import PaperDraft
from documents.forms.envelope import envelope, present, row
from documents.forms.vaccination_choice import choose

SCHEMA = "vaccination.schema.json"


def as_data(draft: PaperDraft) -> dict[str, Any]:
    """Give plain JSON values; ``roman`` and ``address`` are there in English only."""
    chosen = choose(draft)
    return {
        **envelope(draft),
        "language": chosen.language.value,
        **present({"roman": chosen.roman, "address": chosen.address}),
        "doses": [row(each) for each in chosen.doses],
    }
