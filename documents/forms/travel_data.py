"""The same choice as data: the JSON attached to a 출입국에 관한 사실증명. Schema: ``entry_exit.schema.json``."""

from typing import Any

from documents.domain.kind import PAPERS
from documents.domain.paper import PaperDraft
from documents.domain.records import Trip
from documents.forms.envelope import day_or_null, envelope, present
from documents.forms.travel_choice import ChosenTravel, choose

SCHEMA = "entry_exit.schema.json"


def as_data(draft: PaperDraft) -> dict[str, Any]:
    """Give plain JSON values. What was not chosen is absent; null: no crossing within the period."""
    chosen = choose(draft)
    return {
        **envelope(draft),
        "received_at": chosen.received.isoformat(timespec="seconds"),
        "person": _person(chosen),
        "period": present(
            {"since": chosen.since, "until": chosen.until, "complete_until": chosen.complete_until},
        ),
        "trips": [_trip(each) for each in chosen.trips],
        "office": PAPERS[draft.kind].authority,
    }


def _person(chosen: ChosenTravel) -> dict[str, Any]:
    return present(
        {
            "name": chosen.name,
            "roman": chosen.roman,
            "rrn": chosen.rrn,
            "address": chosen.address,
            "sex": chosen.sex,
            "nationality": chosen.nationality,
            "passport_number": chosen.passport_number,
        }
    )


def _trip(trip: Trip) -> dict[str, str | None]:
    return {"left": day_or_null(trip.left), "entered": day_or_null(trip.entered)}
