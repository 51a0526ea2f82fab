"""When to try again: exponential with full jitter up to 30 s for ten minutes, then every five minutes, for a day."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

_jitter = secrets.SystemRandom().random


@dataclass(frozen=True, slots=True)
class Backoff:
    """All in seconds."""

    base: float = 0.5
    cap: float = 30.0
    quick_for: float = 600.0
    slow: float = 300.0
    give_up_after: float = 86_400.0
    jitter: Callable[[], float] = field(default=_jitter)
    """Gives a number in [0, 1)."""

    def pause(self, attempts: int, failing_for: float) -> float | None:
        """Give the pause after the ``attempts``-th failure in a row, or None when it is time for a person to look."""
        if failing_for >= self.give_up_after:
            return None
        if failing_for >= self.quick_for:
            return self.slow * (0.9 + 0.1 * self.jitter())
        exponent = min(attempts - 1, 32)  # far beyond the cap; keeps the power finite
        return min(self.cap, self.base * 2.0**exponent) * self.jitter()
