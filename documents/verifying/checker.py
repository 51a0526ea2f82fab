"""The public check: what anyone may learn about a paper, and nothing about a person.

By number: 1. the number must be one of ours and the check code must fit it; otherwise the answer is the same, whether
the number exists or not, after the same work. 2. the paper's standing. 3. its term.

By digest: 1. the digest is in the ledger, or it is unknown. Then 2 and 3.

By file: 1. digest in the ledger: then it is byte for byte ours, whatever else may be said; then 2 and 3. Otherwise
4. sealed with another's key: not ours, whatever number it shows. 5. it bears a number of ours, or our own seal, broken:
tampered. 6. unreadable. 7. our sound seal on a paper that the ledger does not know: unknown, for nobody may call it
genuine. 8. anything else: not ours.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from documents.domain.errors import InvalidNumber
from documents.domain.number import PaperNumber, normalise_check_code
from documents.domain.verdict import CheckStatus, Mark, Verdict
from documents.service.clock import Clock
from documents.verifying.issued import IssuedPaper, IssuedPapers
from documents.verifying.judge import FileFacts, Finding

Judge = Callable[[bytes], FileFacts]
_CODE = re.compile(r"[0-9A-Z]{8}")


class Checker:
    """Answers the three questions of the check. ``judge`` looks at a file's bytes, ``papers`` at the ledger."""

    def __init__(self, *, papers: IssuedPapers, judge: Judge, clock: Clock) -> None:
        self._papers, self._judge, self._clock = papers, judge, clock

    def by_number(self, number: str, check_code: str) -> Verdict:
        """Check what is printed on a paper. Both items as people type them."""
        code = normalise_check_code(check_code)
        if not _CODE.fullmatch(code):  # what no paper bears, no database need read
            return self._unknown()
        try:
            paper = self._papers.find_coded(PaperNumber.parse(number), code)
        except InvalidNumber:
            paper = None
        return self._known(paper) if paper else self._unknown()  # 1

    def by_sha256(self, sha256: str) -> Verdict:
        """Check a digest in hexadecimal, for those who do not want to hand over the file."""
        paper = self._papers.find_sha256(sha256.strip().lower())
        return self._known(paper, sha256_match=True) if paper else self._unknown(sha256_match=False)

    def by_file(self, pdf: bytes) -> Verdict:
        """Check a file. Whatever it contains, this gives an answer."""
        facts = self._judge(pdf)
        paper = self._papers.find_sha256(hashlib.sha256(pdf).hexdigest())
        if paper:  # 1
            return self._known(paper, sha256_match=True, facts=facts)
        claimed = self._papers.find(facts.number) if facts.number else None
        status, mark = _strange(facts, ours=claimed is not None)
        return Verdict(
            status=status,
            mark=mark,
            checked_at=self._clock(),
            indication=facts.indication,
            sub_indication=facts.sub_indication,
            sha256_match=False,
            signed_at=facts.signed_at,
        )

    def _known(
        self, paper: IssuedPaper, *, sha256_match: bool | None = None, facts: FileFacts | None = None
    ) -> Verdict:
        now = self._clock()
        status = _standing(paper, now)
        return Verdict(
            status=status,
            mark=_mark(status, facts),
            checked_at=now,
            indication=facts.indication if facts else None,
            sub_indication=facts.sub_indication if facts else None,
            kind=paper.kind,
            issued_at=paper.issued_at,
            expires_at=paper.expires_at,
            sha256_match=sha256_match,
            signed_at=facts.signed_at if facts else None,
        )

    def _unknown(self, *, sha256_match: bool | None = None) -> Verdict:
        return Verdict(CheckStatus.UNKNOWN, Mark.UNCHECKED, self._clock(), sha256_match=sha256_match)


def _standing(paper: IssuedPaper, now: datetime) -> CheckStatus:
    if paper.standing is not CheckStatus.VALID:  # 2
        return paper.standing
    return CheckStatus.EXPIRED if now >= paper.expires_at else CheckStatus.VALID  # 3


def _mark(status: CheckStatus, facts: FileFacts | None) -> Mark:
    if facts is not None and facts.finding is not Finding.SOUND:
        return Mark.CERTIFICATE_FAILED
    return Mark.UNCHECKED if status is CheckStatus.EXPIRED else Mark.GENUINE


_WORDS = {
    Finding.UNREADABLE: (CheckStatus.UNREADABLE, Mark.UNCHECKED),  # 6
    Finding.SOUND: (CheckStatus.UNKNOWN, Mark.UNCHECKED),  # 7
    Finding.DISTRUSTED: (CheckStatus.UNKNOWN, Mark.CERTIFICATE_FAILED),  # 7
    Finding.BROKEN: (CheckStatus.NOT_OURS, Mark.CERTIFICATE_FAILED),  # 8
    Finding.UNSEALED: (CheckStatus.NOT_OURS, Mark.UNCHECKED),  # 8
}


def _strange(facts: FileFacts, *, ours: bool) -> tuple[CheckStatus, Mark]:
    """Word what is not byte for byte ours. ``ours``: the page bears a number of the ledger."""
    if facts.finding is Finding.STRANGER:  # 4
        return CheckStatus.NOT_OURS, Mark.CERTIFICATE_FAILED
    if ours or (facts.finding is Finding.BROKEN and facts.our_key):  # 5
        return CheckStatus.TAMPERED, Mark.TAMPERED
    return _WORDS[facts.finding]
