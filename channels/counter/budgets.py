"""How often an address and a conversation may do what costs something."""

from enum import StrEnum

from limits import RateLimitItem, parse
from limits.aio.strategies import FixedWindowRateLimiter
from limits.storage import storage_from_string

from channels.counter.settings import CounterSettings


class Deed(StrEnum):
    OPEN = "open"
    SAY = "say"
    IDENTIFY = "identify"
    MAKE_CODE = "make_code"
    RESUME = "resume"
    ASK_PERSON = "ask_person"


class Budgets:
    def __init__(self, settings: CounterSettings) -> None:
        store = storage_from_string(settings.budget_store)
        self._limiter = FixedWindowRateLimiter(store)
        self._by_address: dict[Deed, RateLimitItem] = {
            Deed.OPEN: parse(settings.conversations_per_address),
            Deed.SAY: parse(settings.messages_per_address),
            Deed.IDENTIFY: parse(settings.identity_per_address),
            Deed.RESUME: parse(settings.resumes_per_address),
        }
        self._by_conversation: dict[Deed, RateLimitItem] = {
            Deed.SAY: parse(settings.messages_per_conversation),
            Deed.IDENTIFY: parse(settings.identity_per_conversation),
            Deed.MAKE_CODE: parse(settings.resume_codes_per_conversation),
            Deed.ASK_PERSON: parse(settings.handovers_per_conversation),
        }

    async def allows(self, deed: Deed, address: str, conversation: str | None = None) -> bool:
        """Count one ``deed``; False when ``address`` or ``conversation`` has used up its budget."""
        if conversation is not None:
            item = self._by_conversation[deed]
            if not await self._limiter.hit(item, deed.value, "conversation", conversation):
                return False
        by_address = self._by_address.get(deed)
        return by_address is None or await self._limiter.hit(by_address, deed.value, "address", address)
