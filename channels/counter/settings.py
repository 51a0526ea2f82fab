"""Settings of the counter process, from ``MINWON_…`` variables."""

from typing import Self

from pydantic import Field, model_validator

from documents.service.settings import HouseSettings


class CounterSettings(HouseSettings):
    """Budgets are written as the `limits` package reads them ("10/minute"). Durations are seconds."""

    channels_database: str = ""
    engine_timeout: float = Field(default=15.0, gt=0)
    office_timeout: float = Field(default=10.0, gt=0)
    patience: float = Field(default=2.4, gt=0, le=2.8)
    lease: float = Field(default=45.0, gt=0)
    engine_slots: int = Field(default=16, gt=0)
    long_poll_longest: float = Field(default=30.0, gt=0)
    cookie_secure: bool = False
    budget_store: str = "async+memory://"
    conversations_per_address: str = "6000/minute"
    messages_per_address: str = "30000/minute"
    messages_per_conversation: str = "1200/minute"
    identity_per_address: str = "600/minute"
    identity_per_conversation: str = "10/minute"

    @property
    def database_url(self) -> str:
        return self.channels_database or self.sqlite("channels")

    @model_validator(mode="after")
    def _lease_outlives_a_turn(self) -> Self:
        if self.lease < 2 * self.engine_timeout:
            raise ValueError("lease must be at least twice engine_timeout: a turn may ask the tracker first")
        return self
