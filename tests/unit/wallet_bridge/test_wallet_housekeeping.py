"""The housekeeping goes on after a bad day, and stops when the wallet does."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy.exc import OperationalError

from wallet_bridge.wallet.housekeeping import housekeeping

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


class Holdings:
    """Fails the first time; the third time tells that it was asked."""

    def __init__(self) -> None:
        self.asked: list[datetime] = []
        self.thrice = asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def delete_expired(self, now: datetime) -> int:
        self.asked.append(now)
        if len(self.asked) == 1:
            raise OperationalError("DELETE", {}, Exception("disk"))
        if len(self.asked) == 3:
            self.loop.call_soon_threadsafe(self.thrice.set)
        return 0


async def test_a_failed_round_is_followed_by_the_next_one() -> None:
    holdings = Holdings()
    async with housekeeping(holdings, lambda: NOW, every=0.001):  # type: ignore[arg-type]
        await asyncio.wait_for(holdings.thrice.wait(), 60)
    rounds = len(holdings.asked)
    assert rounds >= 3
    assert set(holdings.asked) == {NOW}


async def test_it_ends_with_the_wallet_without_waiting_for_the_hour() -> None:
    holdings = Holdings()
    async with asyncio.timeout(60):
        async with housekeeping(holdings, lambda: NOW, every=3600):  # type: ignore[arg-type]
            pass
    assert len(holdings.asked) <= 1
