"""The same choice as data: the JSON attached to a 등본. Schema: ``resident_register.schema.json`` beside this."""

from dataclasses import fields
from datetime import date
from typing import Any

from documents.domain.paper import PaperDraft
from documents.forms.register_choice import AddressRow, MemberRow, choose
from documents.service.clock import SEOUL

SCHEMA = "resident_register.schema.json"
VERSION = 1


def as_data(draft: PaperDraft) -> dict[str, Any]:
    """Give plain JSON values. A field that was not chosen is absent, not empty."""
    chosen = choose(draft)
    return {
        "version": VERSION,
        "kind": draft.kind.value,
        "number": draft.number.digits,
        "issued_at": draft.issued_at.astimezone(SEOUL).isoformat(timespec="seconds"),
        "expires_at": draft.expires_at.astimezone(SEOUL).isoformat(timespec="seconds"),
        "applicant": {"name": draft.record.name.hangul, "born": draft.record.born.isoformat()},
        "household": _present(
            {
                "householder": chosen.householder,
                "formation_reason": chosen.formation_reason,
                "formed_on": chosen.formed_on,
            }
        ),
        "addresses": [_row(each) for each in chosen.addresses],
        "members": [_row(each) for each in chosen.members],
        "office": chosen.office,
        **_present({"purpose": draft.purpose}),
    }


def _row(row: AddressRow | MemberRow) -> dict[str, Any]:
    return _present({each.name: getattr(row, each.name) for each in fields(row)})


def _present(values: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {name: value for name, value in plain.items() if value is not None}
