"""Finished papers for the channels: the subject is compared once more, from the bytes, before a paper is handed out."""

from dataclasses import dataclass, field

import structlog

from documents.access.book import AccessBook
from documents.archive import PaperStore
from documents.comparing import require_paper_of
from documents.domain.errors import Halt
from documents.domain.number import PaperNumber
from documents.ledger.ledger import Ledger
from documents.ledger.promise import KeptPaper
from documents.ports import SubjectReader
from documents.rendering import as_html, style_source
from documents.verifying import preview

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """The paper as a web page, with the one source of style that its reader must allow."""

    html: str = field(repr=False)
    style: str


class Shelf:
    """Blocks on the database and the disk."""

    def __init__(self, ledger: Ledger, archive: PaperStore, reader: SubjectReader, book: AccessBook) -> None:
        self._ledger, self._archive, self._reader, self._book = ledger, archive, reader, book

    def pdf(self, conversation: str, number: PaperNumber) -> bytes | None:
        """Give the sealed file; None when this conversation has no such paper, or when it is not its person's."""
        kept = self._ledger.kept(conversation, number)
        return self._compared(kept) if kept else None

    def preview(self, conversation: str, number: PaperNumber) -> bytes | None:
        """Give the first page as PNG."""
        pdf = self.pdf(conversation, number)
        return preview(pdf) if pdf is not None else None

    def page(self, conversation: str, number: PaperNumber) -> Page | None:
        """Give the same content to be read aloud or enlarged; None as for ``pdf``."""
        kept = self._ledger.kept(conversation, number)
        if kept is None or kept.draft is None or self._compared(kept) is None:
            return None
        return Page(as_html(kept.draft), style_source())

    def _compared(self, kept: KeptPaper) -> bytes | None:
        pdf, number = self._archive.read(kept.blob), kept.promise.number
        try:
            require_paper_of(kept.request, number, pdf, self._reader)
        except Halt as error:
            _log.critical("alarm", code=error.code, number=number.digits)
            return None
        about, promise = kept.request.child or kept.request.person, kept.promise
        self._book.note(who="resident", source=promise.conversation, whose=about.ci, what="paper", why=number.digits)
        return pdf
