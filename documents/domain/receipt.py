"""What the wallet answers when it has taken a paper."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """The wallet's word that it holds the paper. ``sha256`` is what the wallet computed over what it received."""

    id: str
    sha256: str
    received_at: datetime
