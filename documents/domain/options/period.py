"""A period of days, both included, for the papers that ask for one."""

from dataclasses import dataclass
from datetime import date

from documents.domain.errors import InvalidOptions
from documents.domain.options.base import Options


@dataclass(frozen=True, slots=True)
class WithPeriod(Options):
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if (self.since is None) != (self.until is None):
            raise InvalidOptions
        if self.since is not None and self.until is not None and self.since > self.until:
            raise InvalidOptions
