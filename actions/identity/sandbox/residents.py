"""Whom the practice provider knows: residents with a phone."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from documents.domain.resident import Ci


@dataclass(frozen=True, slots=True)
class PhoneHolder:
    """``phone`` is digits only."""

    name: str = field(repr=False)
    born: date = field(repr=False)
    phone: str = field(repr=False)
    ci: Ci = field(repr=False)

    def subject(self, client: str) -> str:
        """Give the pairwise ``sub``: two clients cannot match their users by it."""
        digest = hashlib.sha256(f"{client}\0{self.ci}".encode()).digest()
        return base64.urlsafe_b64encode(digest[:24]).decode()


class PhoneHolders:
    def __init__(self, holders: Iterable[PhoneHolder]) -> None:
        self._by_phone = {holder.phone: holder for holder in holders}

    def __iter__(self) -> Iterator[PhoneHolder]:
        return iter(self._by_phone.values())

    def at(self, phone: str) -> PhoneHolder | None:
        return self._by_phone.get(phone)

    def find(self, name: str, born: date, phone: str) -> PhoneHolder | None:
        """Give the holder of ``phone`` when name and birth date are theirs, too."""
        holder = self.at(phone)
        return holder if holder and (holder.name, holder.born) == (name, born) else None
