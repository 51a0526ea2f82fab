"""Settings of the actions process."""

from pathlib import Path

from pydantic import Field

from documents.service.settings import HouseSettings

HOUSE = Path(__file__).resolve().parents[1]


class ActionsSettings(HouseSettings):
    office_database: str = ""
    """SQLAlchemy URL of the ledger, the verifications and the news; SQLite in the data folder when empty."""
    identity_issuer: str = ""
    """Issuer URL of the CIBA identity provider; the sandbox's when empty."""
    identity_client: str = "minwon-counter"
    """Our client id at the identity provider."""
    identity_conversation_budget: str = "10/10minutes"
    identity_phone_budget: str = "20/10minutes"
    register_url: str = ""
    """Base URL of the registers; the sandbox's when empty."""
    delivery_url: str = ""
    """Base URL of the wallet that papers are pushed to; the one of the house when empty."""
    show_practice_phone: bool = True
    """Give the identity card a link to the sandbox phone. Off where a real provider serves."""
    answers: Path = HOUSE / "bot/answers"
    """Folder with the answers to the city's common questions."""
    workers: int = Field(default=2, ge=1, le=64)
    """Issuing threads in this process."""

    @property
    def office_url(self) -> str:
        return self.office_database or self.sqlite("office")

    @property
    def issuer(self) -> str:
        return self.identity_issuer or f"{self.sandbox_url}/identity"

    @property
    def registers(self) -> str:
        return self.register_url or self.sandbox_url

    @property
    def practice_phone_url(self) -> str | None:
        return f"{self.sandbox_url}/phone" if self.show_practice_phone else None
