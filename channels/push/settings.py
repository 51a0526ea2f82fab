"""Settings of push notices, from ``MINWON_PUSH_…`` variables. The counter's settings inherit them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from documents.service.settings import HouseSettings

_SERVICES = frozenset({"fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com"})

_CONTACT = r"^(|https://\S+|mailto:\S+@\S+)$"


class PushSettings(HouseSettings):
    push_hosts: frozenset[str] = _SERVICES
    """Whose push services are called, with everything beneath their names; a browser cannot aim us at another."""
    push_contact: Annotated[str, StringConstraints(pattern=_CONTACT)] = ""
    """Whom a push service may write to: an ``https:`` or ``mailto:`` address of the city. Without it push is off."""
    push_timeout: float = Field(default=10.0, gt=0)
    push_gather: float = Field(default=2.0, ge=0)
    """Seconds in which news of one conversation becomes one notice."""
    push_lasts: int = Field(default=3600, gt=0)
    """Seconds for which a push service keeps a notice for a browser that is off."""

    @property
    def push_url(self) -> str:
        return self.sqlite("push")
