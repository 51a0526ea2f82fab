"""Settings of the practice agencies, from ``MINWON_…`` variables."""

from pydantic import Field

from documents.service.settings import HouseSettings


class AgencySettings(HouseSettings):
    sandbox_database: str | None = None
    identity_interval: float = Field(default=1, gt=0, le=60)
    """Seconds that a client leaves between two looks at a request."""
    counter_title: str = "서울시 민원 카운터(연습용)"
    """What a phone shows as the one who asks."""
    wallet_title: str = "서울 지갑(연습용)"

    @property
    def sandbox_db(self) -> str:
        return self.sandbox_database or self.sqlite("sandbox")

    @property
    def issuer(self) -> str:
        return f"{self.sandbox_url}/identity"
