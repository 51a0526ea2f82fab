"""How often one may ask. Counters live in memory: they slow a guesser down, and nothing true depends on them."""

from ipaddress import IPv6Address, ip_address

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from wallet_bridge.wallet.refusals import refuse
from wallet_bridge.wallet.settings import WalletSettings


def address_of(request: Request) -> str:
    """Name the caller for a budget: the IPv4 address, or the /64 network that one IPv6 caller usually owns."""
    host = request.client.host if request.client else "-"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else host


class Budgets:
    """Right answers cost little; misses are dear, per address and per number, whether the number exists or not."""

    def __init__(self, settings: WalletSettings) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._checks = RateLimitItemPerMinute(settings.check_address_per_minute)
        self._misses = RateLimitItemPerMinute(settings.check_misses_per_minute)
        self._misses_of_number = RateLimitItemPerDay(settings.check_misses_per_number)
        self._sign_ins = RateLimitItemPerMinute(settings.sign_in_per_minute)

    def spend_check(self, address: str, number: str | None = None) -> None:
        """Take one check, or answer 429 when checks or misses of the address, or misses of the number, are used up."""
        self._require_left(self._misses, "miss", address)
        if number is not None:
            self._require_left(self._misses_of_number, "number", number)
        self._spend(self._checks, "check", address)

    def count_miss(self, address: str, number: str | None = None) -> None:
        self._limiter.hit(self._misses, "miss", address)
        if number is not None:
            self._limiter.hit(self._misses_of_number, "number", number)

    def spend_sign_in(self, address: str) -> None:
        self._spend(self._sign_ins, "sign_in", address)

    def _spend(self, item: RateLimitItem, *who: str) -> None:
        if not self._limiter.hit(item, *who):
            raise refuse(429, "too_many_requests")

    def _require_left(self, item: RateLimitItem, *who: str) -> None:
        if not self._limiter.test(item, *who):
            raise refuse(429, "too_many_requests")
