"""The office as the public check sees it: its ledger, read only, and the root that its seals hang on.

Neither needs to exist when the wallet starts, and neither needs the registers: the check works while they are down.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from documents.domain.errors import Unavailable
from documents.domain.number import PaperNumber
from documents.domain.state import PromiseState
from documents.domain.verdict import CheckStatus
from documents.ledger import issued
from documents.sealing.key_folder import load_anchor
from documents.service.clock import Clock
from documents.verifying import Checker, FileFacts, IssuedPaper, judge
from wallet_bridge.wallet.statements import CheckCodes


@dataclass(frozen=True, slots=True)
class OfficeLedger:
    """The ledger's words in the shape that the check asks for."""

    ledger: issued.IssuedLedger

    def find(self, number: PaperNumber) -> IssuedPaper | None:
        return _paper(self.ledger.find_issued(number))

    def find_coded(self, number: PaperNumber, check_code: str) -> IssuedPaper | None:
        return _paper(self.ledger.find_coded(number, check_code))

    def find_sha256(self, sha256: str) -> IssuedPaper | None:
        return _paper(self.ledger.find_by_sha256(sha256))


def open_checker(office: Engine, keys: Path, clock: Clock) -> Checker:
    """Compose the check. It raises Unavailable while the office has no ledger, or no root yet."""

    def look(pdf: bytes) -> FileFacts:
        try:
            anchor = load_anchor(keys)  # afresh: a few lines of PEM, and a renewed root counts at once
        except OSError as error:
            raise Unavailable("check_unavailable") from error
        return judge(pdf, anchor, clock)

    return Checker(papers=OfficeLedger(issued.IssuedLedger(office)), judge=look, clock=clock)


def open_check_codes(office: Engine) -> CheckCodes:
    """Give the look-up of the code printed beside a number. It raises Unavailable while the office has no ledger."""
    ledger = issued.IssuedLedger(office)

    def code_of(number: PaperNumber) -> str | None:
        found = ledger.find_issued(number)
        return found.check_code if found else None

    return code_of


def _standing(found: issued.IssuedPaper) -> CheckStatus:
    if found.state is not PromiseState.VOIDED:
        return CheckStatus.VALID
    return CheckStatus.SUPERSEDED if found.superseded else CheckStatus.REVOKED


def _paper(found: issued.IssuedPaper | None) -> IssuedPaper | None:
    if found is None:
        return None
    return IssuedPaper(
        number=found.number,
        kind=found.kind,
        sha256=found.sha256,
        issued_at=found.issued_at,
        expires_at=found.expires_at,
        standing=_standing(found),
    )
