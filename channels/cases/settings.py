"""Settings of complaints, from ``MINWON_CASES_…`` variables. The counter's settings inherit them."""

from datetime import date

from pydantic import Field

from documents.service.settings import HouseSettings


class CasesSettings(HouseSettings):
    cases_database: str = ""
    cases_phone: str = "120"
    """The telephone number that is given for every desk until a person with another one is assigned."""
    cases_closed_days: frozenset[date] = frozenset()
    """Days without work that the government declared later than the library of holidays knows."""
    cases_practice_seconds: float = Field(default=0.0, ge=0)
    """How often a practice handler moves each complaint on; 0 is never."""
    cases_files_days: int = Field(default=90, gt=0)
    """How long attachments are kept after the end of their complaint."""
    cases_texts_days: int = Field(default=365, gt=0)
    """How long texts, places and contacts are kept after the end of the last complaint of a conversation."""
    cases_draft_days: int = Field(default=7, gt=0)
    """How long a draft that nobody filed is kept, and what was attached to it."""

    @property
    def cases_url(self) -> str:
        return self.cases_database or self.sqlite("cases")
