"""How often a sign-in may be tried. Counters live in memory: they slow a guesser down, nothing true depends on them."""

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PAIR, ACCOUNT, ADDRESS = "5/15 minutes", "30/15 minutes", "300/15 minutes"


class Throttle:
    """A try is spent before it is judged, so that many at once are not many tries. Being right gives the own ones back.

    The few tries are those of an account from one address: a stranger elsewhere cannot lock a colleague out with five.
    """

    def __init__(self, pair: str = PAIR, account: str = ACCOUNT, address: str = ADDRESS) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._pair, self._account, self._address = parse(pair), parse(account), parse(address)

    def spend(self, account: str, address: str) -> bool:
        """Take one try; False when there is none left."""
        budgets: tuple[tuple[RateLimitItem, tuple[str, ...]], ...] = (
            (self._pair, ("pair", account, address)),
            (self._account, ("account", account)),
            (self._address, ("address", address)),
        )
        return all(self._limiter.hit(item, *names) for item, names in budgets)

    def right(self, account: str, address: str) -> None:
        self._limiter.clear(self._pair, "pair", account, address)
