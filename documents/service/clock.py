"""Time is a parameter: everything that needs it takes a ``Clock``."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
SEOUL = ZoneInfo("Asia/Seoul")


def utc_now() -> datetime:
    return datetime.now(UTC)
