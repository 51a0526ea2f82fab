"""Which rows of an address history the applicant chose: 등본 and 초본 offer the same three."""

from datetime import date
from typing import Protocol, TypeVar

from documents.domain.options import AbstractOptions, PastAddresses, RegisterOptions
from documents.period import months_before


class _Entered(Protocol):
    @property
    def changed(self) -> date: ...


Entry = TypeVar("Entry", bound=_Entered)


def chosen_addresses(
    addresses: tuple[Entry, ...], options: RegisterOptions | AbstractOptions, today: date
) -> tuple[Entry, ...]:
    """Keep the current row, which is first, and of the past ones none, all, or those entered within N years."""
    current, *past = addresses
    if options.past_addresses is PastAddresses.NONE:
        return (current,)
    if options.address_years is None:
        return (current, *past)
    since = months_before(today, 12 * options.address_years)
    return (current, *(entry for entry in past if entry.changed >= since))
