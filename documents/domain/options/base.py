"""Options as plain values and back: every kind's options are a frozen dataclass whose defaults are the private ones."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, Self, get_args, get_origin, get_type_hints

from documents.domain.errors import InvalidOptions

_FLAGS = {"yes": True, "no": False, True: True, False: False}


@dataclass(frozen=True, slots=True)
class Options:
    """기본발급 is a kind's options without arguments; 선택발급 sets them one by one."""

    def as_dict(self) -> dict[str, Any]:
        """Give plain JSON values; ``parse`` is its inverse."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Self:
        """Read options from JSON or a card ("yes", "no"). Unknown names or values raise InvalidOptions."""
        try:
            hints = get_type_hints(cls)
            return cls(**{name: _value(hints[name], value) for name, value in raw.items()})
        except (TypeError, ValueError, KeyError) as error:
            raise InvalidOptions from error


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def _value(hint: Any, raw: Any) -> Any:
    if NoneType in get_args(hint):
        hint = next(each for each in get_args(hint) if each is not NoneType)
        return None if raw in (None, "") else _value(hint, raw)
    if get_origin(hint) is frozenset:
        (item,) = get_args(hint)
        return frozenset(_value(item, each) for each in ([raw] if isinstance(raw, str) else raw) if each != "")
    if hint is bool:
        return _FLAGS[raw]
    if hint is date:
        return date.fromisoformat(raw)
    return hint(raw) if isinstance(hint, type) and issubclass(hint, StrEnum | int) else raw
