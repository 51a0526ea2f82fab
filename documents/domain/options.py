"""Options of 주민등록표(등본): 기본발급 is the private default, 선택발급 sets them one by one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from documents.domain.errors import InvalidOptions

MAX_ADDRESS_YEARS = 100


class PastAddresses(StrEnum):
    NONE = "none"
    RECENT = "recent"
    ALL = "all"


class BackDigits(StrEnum):
    """Whose RRN rear digits are printed."""

    NONE = "none"
    SELF = "self"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class RegisterOptions:
    past_addresses: PastAddresses = PastAddresses.NONE
    address_years: int | None = None
    """Whole years, only with RECENT."""
    formation_reason: bool = False
    formation_date: bool = False
    event_dates: bool = False
    """발생일/신고일: the day a change happened beside the day it was reported."""
    household_change_reason: bool = False
    member_change_reason: bool = False
    others_names: bool = True
    back_digits: BackDigits = BackDigits.NONE
    relations: bool = True
    cohabitants: bool = False

    def __post_init__(self) -> None:
        recent = self.past_addresses is PastAddresses.RECENT
        if recent != (self.address_years is not None):
            raise InvalidOptions
        if self.address_years is not None and not 0 < self.address_years <= MAX_ADDRESS_YEARS:
            raise InvalidOptions

    def as_dict(self) -> dict[str, Any]:
        """Give plain JSON values; ``parse`` is its inverse."""
        return asdict(self)

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> "RegisterOptions":
        """Read options from JSON or a card ("yes", "no"). Unknown names or values raise InvalidOptions."""
        try:
            values = {name: _value(name, raw[name]) for name in raw}
            if values.get("past_addresses") is not PastAddresses.RECENT:
                values["address_years"] = None
            return cls(**values)
        except (TypeError, ValueError, KeyError) as error:
            raise InvalidOptions from error


def _value(name: str, raw: Any) -> Any:
    if name == "past_addresses":
        return PastAddresses(raw)
    if name == "back_digits":
        return BackDigits(raw)
    if name == "address_years":
        return None if raw in (None, "") else int(raw)
    return {"yes": True, "no": False, True: True, False: False}[raw]
