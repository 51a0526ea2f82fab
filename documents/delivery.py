"""What issuing needs from the wallet bridge."""

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
