"""Settings of the counter process, from ``MINWON_…`` variables."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from channels.cases.settings import CasesSettings
from channels.conversation.hours import FILE as HOURS
from channels.messenger.settings import MessengerSettings
from channels.push.settings import PushSettings


class CounterSettings(CasesSettings, PushSettings, MessengerSettings):
    """Budgets are written as the `limits` package reads them ("10/minute"). Durations are seconds."""

    channels_database: str = ""
    engine_timeout: float = Field(default=15.0, gt=0)
    office_timeout: float = Field(default=10.0, gt=0)
    patience: float = Field(default=2.4, gt=0, le=2.8)
    lease: float = Field(default=45.0, gt=0)
    engine_slots: int = Field(default=16, gt=0)
    long_poll_longest: float = Field(default=30.0, gt=0)
    cookie_secure: bool = False
    embed_origins: frozenset[str] = frozenset()
    """Sites that may show the counter in a frame of theirs, as origins: ``https://www.gangnam.go.kr``."""
    budget_store: str = "async+memory://"
    conversations_per_address: str = "6000/minute"
    messages_per_address: str = "30000/minute"
    messages_per_conversation: str = "1200/minute"
    identity_per_address: str = "600/minute"
    identity_per_conversation: str = "10/minute"

    resume_codes_per_conversation: str = "10/minute"
    resumes_per_address: str = "30/minute"
    handovers_per_conversation: str = "30/minute"
    hours_file: Path = HOURS
    """When people sit at the counter: a table like `channels/hours.yml`."""
    respond_within: float = Field(default=60.0, gt=0)
    """A first answer of a person is due after that."""
    handling_time: float = Field(default=180.0, gt=0)
    """How long one conversation keeps a person, for the estimate of a wait."""
    silence_after: float = Field(default=300.0, gt=0)
    warn_after: float = Field(default=1800.0, gt=0)
    close_after: float = Field(default=2400.0, gt=0)
    rounds_every: float = Field(default=2.0, gt=0)

    @property
    def database_url(self) -> str:
        return self.channels_database or self.sqlite("channels")

    @model_validator(mode="after")
    def _lease_outlives_a_turn(self) -> Self:
        if self.lease < 2 * self.engine_timeout:
            raise ValueError("lease must be at least twice engine_timeout: a turn may ask the tracker first")
        return self

    @model_validator(mode="after")
    def _idleness_is_in_order(self) -> Self:
        if not self.silence_after < self.warn_after < self.close_after:
            raise ValueError("silence_after, warn_after and close_after must grow")
        return self
