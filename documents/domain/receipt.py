"""What the wallet answers when it has taken a paper."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """The wallet's signed word that it holds the paper."""

    promise_key: str
    sha256: str
    """Hex digest that the wallet computed over what it received."""
    delivered_at: datetime
    jws: str
    """Compact serialisation, as the wallet signed it: the proof that is kept."""
