"""The same choice as data: the JSON attached to a 초본. Schema: ``resident_abstract.schema.json`` beside this."""

from typing import Any

from documents.domain.paper import PaperDraft
from documents.forms.abstract_choice import ChosenAbstract, ServiceDays, choose
from documents.forms.envelope import day_or_null, envelope, present, row

SCHEMA = "resident_abstract.schema.json"


def as_data(draft: PaperDraft) -> dict[str, Any]:
    """Give plain JSON values. What was not chosen is absent; ``military`` null and an empty list were chosen."""
    chosen = choose(draft)
    return {
        **envelope(draft),
        "person": present(
            {"name": chosen.name, "rrn": chosen.rrn, "foreigner_number": chosen.foreigner_number},
        ),
        **present({"personal_changes": chosen.changes}),
        "addresses": [row(each) for each in chosen.addresses],
        **_military(chosen),
        "office": chosen.office,
    }


def _military(chosen: ChosenAbstract) -> dict[str, Any]:
    if not chosen.military_chosen:
        return {}
    return {"military": None if chosen.military is None else _service(chosen.military)}


def _service(service: ServiceDays) -> dict[str, Any]:
    """Give null for the discharge of a person still serving."""
    days = {"enlisted": service.enlisted.isoformat(), "discharged": day_or_null(service.discharged)}
    if service.details is None:
        return days
    return {**days, **row(service.details), "discharge_reason": service.details.discharge_reason}
