"""How often a conversation, and a phone, may be asked: a stranger's phone must not ring without end."""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from actions.identity.state import TooManyRequests


class Budget:
    """Limits in the notation of ``limits``, e.g. ``10/10minutes``. They are this process's memory and end with it."""

    def __init__(self, conversation: str = "10/10minutes", phone: str = "20/10minutes") -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limits = {"conversation": parse(conversation), "phone": parse(phone)}

    def spend(self, conversation: str, phone_index: str) -> None:
        """Count one request. ``phone_index`` is the blind index of the phone. Raise TooManyRequests."""
        keys = {"conversation": conversation, "phone": phone_index}
        spent = [self._limiter.hit(self._limits[kind], kind, key) for kind, key in keys.items()]
        if not all(spent):
            raise TooManyRequests
