"""What issuing needs from the wallet bridge."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from documents.domain.paper import SealedPaper
from documents.domain.resident import Ci


class WalletReceipt(Protocol):
    """The wallet's signed word that it holds the paper; already verified by whoever gives it."""

    @property
    def promise_key(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def delivered_at(self) -> datetime: ...
    @property
    def jws(self) -> str: ...


class Delivery(Protocol):
    """The way to the wallet. The same promise key is the same delivery, however often it is repeated."""

    def deliver(self, paper: SealedPaper, pdf: bytes, holder_ci: Ci, promise_key: str) -> WalletReceipt:
        """Raise Unavailable("wallet_down") when repeating may help, Halt when a person must look (409, 410)."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What the wallet says that it took."""

    sha256: str
    taken_at: datetime


class WalletList(Protocol):
    """What the wallet has, to be held against what we delivered."""

    def taken(self, promise_key: str) -> Taken | None:
        """Give what it took under that key, None when it knows nothing of it. Raise Unavailable("wallet_down")."""
        ...
