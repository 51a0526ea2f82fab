"""The resident papers and the facts that are printed on every copy of a kind.

Source: the project's documents specification (titles, authorities, statutory forms).
"""

from dataclasses import dataclass
from enum import StrEnum


class PaperKind(StrEnum):
    RESIDENT_REGISTER = "resident_register"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What never changes from one copy of a kind to the next."""

    title: str
    """As printed at the top of the page."""
    spoken: str
    """As people say it; the canonical value of the entity ``document``."""
    authority: str
    """Office in whose name the paper is issued."""
    form: str
    """Statutory form the layout follows."""


PAPERS: dict[PaperKind, PaperFacts] = {
    PaperKind.RESIDENT_REGISTER: PaperFacts(
        title="주민등록표(등본)",
        spoken="주민등록표 등본",
        authority="시장·군수·구청장",
        form="주민등록법 시행규칙 [별지 제18호서식]",
    ),
}
