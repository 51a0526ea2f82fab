"""Options of 병적증명서: the days of joining and leaving stand always, each other item only when chosen."""

from dataclasses import dataclass, field
from enum import StrEnum

from documents.domain.options.base import Options


class MilitaryItem(StrEnum):
    BRANCH = "branch"
    """군별."""
    RANK = "rank"
    """계급."""
    SERVICE_NUMBER = "service_number"
    """군번."""
    SPECIALTY = "specialty"
    """주특기(병과)."""
    CATEGORY = "category"
    """역종."""
    DISCHARGE_REASON = "discharge_reason"
    """전역사유."""
    UNIT = "unit"
    """입영부대(구분)."""
    GRADE = "grade"
    """신체등급."""


@dataclass(frozen=True, slots=True)
class MilitaryOptions(Options):
    items: frozenset[MilitaryItem] = field(default_factory=frozenset)
