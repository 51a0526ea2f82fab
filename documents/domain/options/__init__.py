"""Which options each kind of paper has, and reading them back."""

from collections.abc import Mapping
from typing import Any

from documents.domain.kind import PaperKind
from documents.domain.options.base import Options
from documents.domain.options.insurance import EligibilityOptions, PremiumOptions, PremiumUse
from documents.domain.options.military import MilitaryItem, MilitaryOptions
from documents.domain.options.period import WithPeriod
from documents.domain.options.resident import (
    AbstractOptions,
    BackDigits,
    MilitaryExtent,
    PastAddresses,
    RegisterOptions,
)
from documents.domain.options.travel import TravelOptions
from documents.domain.options.vaccination import Language, VaccinationOptions

__all__ = [
    "OPTIONS",
    "AbstractOptions",
    "BackDigits",
    "EligibilityOptions",
    "Language",
    "MilitaryExtent",
    "MilitaryItem",
    "MilitaryOptions",
    "Options",
    "PastAddresses",
    "PremiumOptions",
    "PremiumUse",
    "RegisterOptions",
    "TravelOptions",
    "VaccinationOptions",
    "WithPeriod",
    "parse_options",
]

OPTIONS: dict[PaperKind, type[Options]] = {
    PaperKind.RESIDENT_REGISTER: RegisterOptions,
    PaperKind.RESIDENT_ABSTRACT: AbstractOptions,
    PaperKind.HEALTH_PREMIUM_PAYMENT: PremiumOptions,
    PaperKind.HEALTH_ELIGIBILITY: EligibilityOptions,
    PaperKind.VACCINATION: VaccinationOptions,
    PaperKind.ENTRY_EXIT: TravelOptions,
    PaperKind.MILITARY_SERVICE: MilitaryOptions,
}


def parse_options(kind: PaperKind, raw: Mapping[str, Any]) -> Options:
    """Read the options of ``kind``; an empty mapping gives 기본발급. Raise InvalidOptions."""
    return OPTIONS[kind].parse(raw)
