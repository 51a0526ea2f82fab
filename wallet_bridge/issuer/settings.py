"""What the bridge's issuer needs from ``MINWON_…`` variables; the process that serves it subclasses this."""

from pydantic import Field, HttpUrl

from documents.service.settings import HouseSettings


class IssuerSettings(HouseSettings):
    bridge_database: str | None = None
    """Copies of papers in holders' wallets; SQLite in the data folder by default."""
    office_database: str | None = None
    wallet_public_url: HttpUrl | None = None
    """Where wallets and people reach this process, when that is not its own host and port (behind a proxy)."""
    type_integrity: bool = False
    """Put ``vct#integrity`` into credentials. Off, because sd-jwt-vc 0.19 for npm refuses a correct one (README)."""
    offers_per_hour: int = Field(default=20, gt=0)
    """Credential offers of one conversation in an hour."""
    wallet_requests_per_minute: int = Field(default=120, gt=0)
    """Requests of one address to one endpoint of the issuer in a minute."""

    @property
    def public_url(self) -> str:
        return str(self.wallet_public_url or self.wallet_url).rstrip("/")

    @property
    def bridge_db(self) -> str:
        return self.bridge_database or self.sqlite("bridge")

    @property
    def office_db(self) -> str:
        return self.office_database or self.sqlite("office")
