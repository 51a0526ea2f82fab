"""Settings of the actions process."""

from pydantic import Field

from documents.service.settings import HouseSettings


class ActionsSettings(HouseSettings):
    office_database: str = ""
    """SQLAlchemy URL of the ledger, the verifications and the news; SQLite in the data folder when empty."""
    identity_issuer: str = ""
    """Issuer URL of the CIBA identity provider; the sandbox's when empty."""
    register_url: str = ""
    """Base URL of the registers; the sandbox's when empty."""
    show_practice_phone: bool = True
    """Give the identity card a link to the sandbox phone. Off where a real provider serves."""
    workers: int = Field(default=2, ge=1, le=64)
    """Issuing workers in this process."""

    @property
    def office_url(self) -> str:
        return self.office_database or self.sqlite("office")
