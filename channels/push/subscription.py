"""One browser that wants to be told, as it describes itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"


class News(StrEnum):
    """All that a notice says."""

    PAPER = "paper"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Subscription:
    """``p256dh`` and ``auth`` are the browser's key and secret, base64url as it gave them."""

    conversation: str
    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


def is_known(endpoint: str, hosts: frozenset[str]) -> bool:
    """Say whether ``endpoint`` lies with a push service of ``hosts``: whoever subscribes must not aim our requests."""
    try:
        address = urlsplit(endpoint)
        host, _ = address.hostname or "", address.port
    except ValueError:
        return False
    if address.username is not None or not any(host == known or host.endswith(f".{known}") for known in hosts):
        return False
    return address.scheme == "https" or (address.scheme == "http" and host == LOOPBACK)
