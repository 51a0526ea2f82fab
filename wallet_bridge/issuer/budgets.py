"""How often one may ask the issuer. Counters live in memory; nothing true depends on them."""

from fastapi import Request
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from documents.service.problems import Problem
from wallet_bridge.issuer.settings import IssuerSettings
from wallet_bridge.issuer.words import words
from wallet_bridge.wallet.budgets import address_of


class IssuerBudgets:
    def __init__(self, settings: IssuerSettings) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._requests = RateLimitItemPerMinute(settings.wallet_requests_per_minute)
        self._offers = RateLimitItemPerHour(settings.offers_per_hour)

    def spend_request(self, request: Request) -> None:
        """FastAPI dependency: take one request of this address to this endpoint, or answer 429."""
        route = request.scope["route"].path  # not the address itself: an offer's has a handle in it
        if not self._limiter.hit(self._requests, route, address_of(request)):
            raise _too_many()

    def spend_offer(self, conversation: str) -> None:
        if not self._limiter.hit(self._offers, "offer", conversation):
            raise _too_many()


def _too_many() -> Problem:
    return Problem(429, "too_many_requests", words()["problems"]["too_many_requests"])
