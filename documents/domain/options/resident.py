"""Options of 주민등록표(등본) and 주민등록표(초본)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from documents.domain.errors import InvalidOptions
from documents.domain.options.base import Options

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


class MilitaryExtent(StrEnum):
    """병역사항 of a 초본."""

    NONE = "none"
    DATES = "dates"
    """입영일자 and 전역일자 alone."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class _WithAddresses(Options):
    past_addresses: PastAddresses = PastAddresses.NONE
    address_years: int | None = None
    """Whole years, only with RECENT."""

    def __post_init__(self) -> None:
        recent = self.past_addresses is PastAddresses.RECENT
        if recent != (self.address_years is not None):
            raise InvalidOptions
        if self.address_years is not None and not 0 < self.address_years <= MAX_ADDRESS_YEARS:
            raise InvalidOptions

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Self:
        """As ``Options.parse``; years that go with no recent addresses are dropped, as a card sends them always."""
        if raw.get("past_addresses") != PastAddresses.RECENT:
            raw = {**raw, "address_years": None}
        return super(_WithAddresses, cls).parse(raw)


@dataclass(frozen=True, slots=True)
class RegisterOptions(_WithAddresses):
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


@dataclass(frozen=True, slots=True)
class AbstractOptions(_WithAddresses):
    personal_changes: bool = False
    """인적사항 변경 내용, e.g. 개명."""
    past_householders: bool = False
    """세대주 성명·관계 in past rows: off by law unless the adult subject asks for it."""
    householder: bool = False
    """세대주 성명·관계 in the current row."""
    event_dates: bool = False
    change_reasons: bool = False
    back_digits: bool = False
    military: MilitaryExtent = MilitaryExtent.NONE
    foreigner_number: bool = False
    """국내거소신고번호 or 외국인등록번호."""
