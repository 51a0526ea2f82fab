"""Is this the verified person? Compared at look-up, in the bytes of the paper, and again whenever it is handed out."""

import unicodedata
from datetime import date

from documents.domain.errors import Halt
from documents.domain.number import PaperNumber
from documents.domain.request import VerifiedPerson
from documents.ports import SubjectReader

SUBJECT_MISMATCH = "subject_mismatch"


def require_same_person(person: VerifiedPerson, name: str, born: date) -> None:
    """Raise Halt("subject_mismatch") unless ``name`` and ``born`` are the verified person's."""
    if (_plain(name), born) != (_plain(person.name), person.born):
        raise Halt(SUBJECT_MISMATCH)


def require_paper_of(person: VerifiedPerson, number: PaperNumber, pdf: bytes, reader: SubjectReader) -> None:
    """Read ``pdf`` itself and raise Halt("subject_mismatch") unless it says this number and this person."""
    printed = reader.read(pdf)
    if printed.number != number:
        raise Halt(SUBJECT_MISMATCH)
    require_same_person(person, printed.name, printed.born)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFC", name).split()).casefold()
