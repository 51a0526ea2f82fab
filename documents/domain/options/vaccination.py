"""Options of 예방접종증명서."""

from dataclasses import dataclass
from enum import StrEnum

from documents.domain.options.base import Options


class Language(StrEnum):
    KOREAN = "ko"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class VaccinationOptions(Options):
    language: Language = Language.KOREAN
