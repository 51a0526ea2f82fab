"""Renews the archive time-stamps of kept papers before they age out.

A paper is sealed under a time-stamp certificate that outlives it by far (``sealing.lines``); this is for the papers of
an authority that ends sooner, or that are kept longer. A renewed file is longer by a stamp and so has another SHA-256.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from documents.archive import PaperStore
from documents.domain.errors import Halt
from documents.domain.number import PaperNumber
from documents.domain.resident import Ci
from documents.sealing.archive import ArchiveStamps
from documents.service.clock import Clock
from documents.verifying import FileFacts, Finding

LEAD = timedelta(days=30)
"""How long before its stamp ends a paper is renewed."""
A_PAGE = 500
"""Papers asked for at a time."""
NOT_SOUND, NO_LATER = "paper_not_sound", "no_later_timestamp"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AgeingPaper:
    """``sha256`` and ``blob`` are those of the newest bytes; ``place`` orders papers by the time of asking."""

    place: int
    number: PaperNumber
    sha256: str
    blob: str
    holder: Ci


class RenewedPapers(Protocol):
    """What the ledger knows of stamps. Former digests stay findable: holders have the former files."""

    def ageing(self, before: datetime, most: int, after: int) -> Sequence[AgeingPaper]:
        """Give kept papers beyond the place ``after``, in order, whose stamp is not known to hold until ``before``."""
        ...

    def note(self, paper: AgeingPaper, good_until: datetime) -> None:
        """Remember how long the stamp of these bytes holds."""
        ...

    def record(self, paper: AgeingPaper, sha256: str, blob: str, good_until: datetime) -> bool:
        """Put renewed bytes in the place of ``paper``'s; False when those are the newest no more."""
        ...


@dataclass(frozen=True)
class ArchiveCare:
    """Several processes may run it: the first to record wins. ``judge`` is that of ``verifying``, with its anchor."""

    papers: RenewedPapers
    archive: PaperStore
    stamps: ArchiveStamps
    judge: Callable[[bytes], FileFacts]
    clock: Clock

    def tend(self) -> int:
        """Renew what is due and tell how many were. A paper that cannot be renewed is an alarm, and stays as it is.

        Raise Unavailable when no stamp or no archive is to be had now.
        """
        before, place, renewed = self.clock() + LEAD, 0, 0
        while page := self.papers.ageing(before, A_PAGE, place):
            renewed += sum(self._tended(paper, before) for paper in page)
            place = page[-1].place
        return renewed

    def _tended(self, paper: AgeingPaper, before: datetime) -> bool:
        try:
            pdf = self._read(paper)
            good_until = self.stamps.good_until(pdf)
            if good_until >= before:
                self.papers.note(paper, good_until)
                return False
            return self._renew(paper, pdf, good_until)
        except Halt as error:
            _log.error("alarm", code=error.code, number=paper.number.digits)
            return False

    def _renew(self, paper: AgeingPaper, pdf: bytes, good_until: datetime) -> bool:
        if self.stamps.renewed_until() <= good_until:
            raise Halt(NO_LATER)
        self._require_sound(pdf)
        renewed = self.stamps.renew(pdf)
        self._require_sound(renewed)
        sha256 = hashlib.sha256(renewed).hexdigest()
        blob = self.archive.store(paper.number, sha256, renewed, paper.holder)
        return self.papers.record(paper, sha256, blob, self.stamps.good_until(renewed))

    def _read(self, paper: AgeingPaper) -> bytes:
        pdf = self.archive.read(paper.blob)
        if hashlib.sha256(pdf).hexdigest() != paper.sha256:
            raise Halt("paper_changed")
        return pdf

    def _require_sound(self, pdf: bytes) -> None:
        """See that nothing is stamped, nor kept, that the public check would refuse."""
        if self.judge(pdf).finding is not Finding.SOUND:
            raise Halt(NOT_SOUND)
