"""What the data of every paper begins with, and how chosen values become JSON."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from documents.domain.paper import PaperDraft
from documents.forms.material import people_data
from documents.service.clock import SEOUL

VERSION = 1


def envelope(draft: PaperDraft) -> dict[str, Any]:
    """Give version, kind, number, times (Seoul), people and purpose. A purpose that was not given is absent."""
    return {
        "version": VERSION,
        "kind": draft.kind.value,
        "number": draft.number.digits,
        "issued_at": draft.issued_at.astimezone(SEOUL).isoformat(timespec="seconds"),
        "expires_at": draft.expires_at.astimezone(SEOUL).isoformat(timespec="seconds"),
        **people_data(draft),
        **present({"purpose": draft.purpose}),
    }


def present(values: dict[str, Any]) -> dict[str, Any]:
    """Give plain JSON; None means not chosen and is left out."""
    return {name: _plain(value) for name, value in values.items() if value is not None}


def row(chosen: Any) -> dict[str, Any]:
    """Give the fields of a dataclass, without those that were not chosen."""
    return present({each.name: getattr(chosen, each.name) for each in fields(chosen)})


def day_or_null(day: date | None) -> str | None:
    """Give a day for a field that is always there; null: it has not come yet."""
    return day.isoformat() if day else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return row(value) if is_dataclass(value) else value
