"""The same choice as data: the JSON attached to a 병적증명서. Schema: ``military_service.schema.json`` beside this."""

from typing import Any

from documents.domain.paper import PaperDraft
from documents.forms.envelope import day_or_null, envelope, row
from documents.forms.military_choice import ChosenMilitary, ChosenService, choose

SCHEMA = "military_service.schema.json"


def as_data(draft: PaperDraft) -> dict[str, Any]:
    """Give plain JSON values. An item that was not chosen is absent; null: chosen, and the record has none."""
    chosen = choose(draft)
    return {
        **envelope(draft),
        "person": {"name": chosen.name, "rrn": chosen.rrn, "address": chosen.address},
        **_record(chosen),
        "office": chosen.office,
    }


def _record(chosen: ChosenMilitary) -> dict[str, Any]:
    if chosen.service is not None:
        return {"service": _service(chosen.service)}
    return {"examination": row(chosen.examination)}


def _service(service: ChosenService) -> dict[str, Any]:
    return {
        "enlisted": service.enlisted.isoformat(),
        "discharged": day_or_null(service.discharged),
        **{item.value: value for item, value in service.items.items()},
    }
