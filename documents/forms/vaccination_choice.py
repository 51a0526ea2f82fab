"""Chooses what of an immunisation record goes on a 예방접종증명서.

1. Language: a Korean paper holds nothing romanised; an English one the romanised name and address of the subject, and
   vaccines and clinics by their English names alone.
2. All doses, oldest first: a proof that leaves some out would be none.
"""

from dataclasses import dataclass, field
from datetime import date

from documents.domain.errors import Refusal
from documents.domain.options import Language, VaccinationOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import Dose, VaccinationRecord
from documents.forms.material import options_as, record_as

NO_DOSES, NO_ROMAN_NAME = "no_doses", "no_roman_name"


@dataclass(frozen=True, slots=True)
class DoseRow:
    vaccine: str
    round: int
    given: date
    clinic: str


@dataclass(frozen=True, slots=True)
class ChosenVaccinations:
    """``roman`` and ``address`` are None on a Korean paper."""

    language: Language
    name: str = field(repr=False)
    born: date = field(repr=False)
    roman: str | None = field(repr=False)
    address: str | None = field(repr=False)
    doses: tuple[DoseRow, ...]


def choose(draft: PaperDraft) -> ChosenVaccinations:
    """Apply the options of ``draft``."""
    record, options = record_as(draft, VaccinationRecord), options_as(draft, VaccinationOptions)
    abroad = options.language is Language.ENGLISH  # 1
    return ChosenVaccinations(
        language=options.language,
        name=record.name.hangul,
        born=record.born,
        roman=record.roman if abroad else None,
        address=record.address_en if abroad else None,
        doses=tuple(_row(each, abroad=abroad) for each in record.doses),  # 2
    )


def require_content(draft: PaperDraft) -> None:
    """Raise Refusal: "no_doses" when none is recorded, "no_roman_name" for an English paper without name or address."""
    chosen = choose(draft)
    if not chosen.doses:
        raise Refusal(NO_DOSES)
    if chosen.language is Language.ENGLISH and not (chosen.roman and chosen.address):
        raise Refusal(NO_ROMAN_NAME)


def _row(dose: Dose, *, abroad: bool) -> DoseRow:
    vaccine, clinic = (dose.vaccine_en, dose.clinic_en) if abroad else (dose.vaccine, dose.clinic)
    return DoseRow(vaccine, dose.round, dose.given, clinic)
