"""How a held paper stands today: what the wallet knows of it, and what the public check says of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from documents.domain.errors import Unavailable
from documents.domain.verdict import CheckStatus, Verdict
from wallet_bridge.wallet.holdings import HeldPaper
from wallet_bridge.wallet.log_standing import LogStanding, log_standing


class PaperState(StrEnum):
    RECEIVED = "received"
    DOWNLOADED = "downloaded"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


_ENDED = {
    CheckStatus.REVOKED: PaperState.REVOKED,
    CheckStatus.SUPERSEDED: PaperState.SUPERSEDED,
    CheckStatus.EXPIRED: PaperState.EXPIRED,
}


class DigestChecker(Protocol):
    """The public check, by digest."""

    def by_sha256(self, sha256: str) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Standings:
    checker: DigestChecker
    keys: Path
    """The folder with the public key of the log."""

    def state(self, paper: HeldPaper, now: datetime) -> PaperState:
        """Give what the list shows. While the check cannot be asked, what the wallet itself knows."""
        try:
            ended = self.ended(paper.sha256)
        except Unavailable:
            ended = None
        if ended or paper.expires_at <= now:
            return ended or PaperState.EXPIRED
        return PaperState.DOWNLOADED if paper.downloaded_at else PaperState.RECEIVED

    def ended(self, sha256: str) -> PaperState | None:
        """Give why a paper no longer counts, or None. Raise Unavailable while nobody can say."""
        return _ENDED.get(self.checker.by_sha256(sha256).status)

    def log(self, paper: HeldPaper) -> LogStanding:
        return log_standing(paper.log, paper.sha256, self.keys)
