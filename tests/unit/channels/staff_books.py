"""What tests of the staff console's books share."""

from datetime import UTC, datetime


class Watch:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now
