"""Finished papers for the channels: the subject is compared once more, from the bytes, before a paper is handed out."""

import structlog

from documents.domain.number import PaperNumber
from documents.domain.paper import PrintedSubject
from documents.domain.request import VerifiedPerson
from documents.issuing import PaperStore
from documents.ledger.ledger import Ledger
from documents.ledger.promise import KeptPaper
from documents.ports import SubjectReader
from documents.verifying import preview

_log = structlog.get_logger(__name__)


class Shelf:
    """Blocks on the database and the disk."""

    def __init__(self, ledger: Ledger, store: PaperStore, reader: SubjectReader) -> None:
        self._ledger, self._store, self._reader = ledger, store, reader

    def pdf(self, conversation: str, number: PaperNumber) -> bytes | None:
        """Give the sealed file, None when this conversation has no such paper. Raise Halt when it is another's."""
        kept = self._ledger.kept(conversation, number)
        if kept is None:
            return None
        pdf = self._store.read(kept.blob)
        if not _about(self._reader.read(pdf), kept):
            _log.critical("paper_of_another_person", number_ends=number.digits[-4:])
            return None
        return pdf

    def preview(self, conversation: str, number: PaperNumber) -> bytes | None:
        """Give the first page as PNG."""
        pdf = self.pdf(conversation, number)
        return preview(pdf) if pdf is not None else None


def _about(printed: PrintedSubject, kept: KeptPaper) -> bool:
    person: VerifiedPerson = kept.request.person
    return (printed.number, printed.name, printed.born) == (kept.promise.number, person.name, person.born)
