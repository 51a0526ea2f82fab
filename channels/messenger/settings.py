"""Settings of the messengers, from ``MINWON_…`` variables. The counter's settings inherit them."""

from typing import Self

from pydantic import Field, SecretStr, model_validator

from documents.service.settings import HouseSettings


class MessengerSettings(HouseSettings):
    """A messenger without its secret is off. Durations are seconds."""

    messenger_database: str = ""
    public_url: str = ""
    """Where residents' own devices reach the counter; its loopback address when not set."""
    telegram_token: SecretStr = SecretStr("")
    telegram_api: str = "https://api.telegram.org"
    telegram_webhook: bool = False
    """Let Telegram call ``{public_url}/telegram/webhook`` instead of asking it for updates."""
    telegram_poll: int = Field(default=25, ge=0, le=50)
    kakao_secret: SecretStr = SecretStr("")
    """What KakaoTalk's server sends as a bearer token, set as a header of the skill in its console."""
    kakao_patience: float = Field(default=4.0, gt=0, le=4.5)
    """A skill has 5 s to answer; what takes longer goes to the callback."""
    kakao_callback: float = Field(default=50.0, gt=0, le=55)
    """A callback address is valid for one minute."""
    kakao_callbacks: str = "https://bot-api.kakao.com/"
    """What a callback address must begin with: nothing is posted anywhere else."""

    @property
    def messenger_url(self) -> str:
        return self.messenger_database or self.sqlite("messenger")

    @property
    def outside_url(self) -> str:
        return (self.public_url or self.counter_url).rstrip("/")

    @model_validator(mode="after")
    def _webhooks_are_public(self) -> Self:
        if self.telegram_webhook and not self.public_url.startswith("https://"):
            raise ValueError("MINWON_TELEGRAM_WEBHOOK wants MINWON_PUBLIC_URL with https")
        return self
