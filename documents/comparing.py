"""Is this the verified person, or the child that person asked for? Compared at look-up, in the bytes, at hand-out."""

import unicodedata
from datetime import date
from typing import Protocol, runtime_checkable

from documents.domain.errors import Halt
from documents.domain.number import PaperNumber
from documents.domain.records import Record
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.resident import RegisterRecord, Rrn
from documents.ports import SubjectReader

SUBJECT_MISMATCH = "subject_mismatch"


@runtime_checkable
class _Numbered(Protocol):
    @property
    def rrn(self) -> Rrn: ...


def require_same_person(person: VerifiedPerson, name: str, born: date) -> None:
    """Raise Halt("subject_mismatch") unless ``name`` and ``born`` are the verified person's."""
    _require_same((person.name, person.born), name, born)


def require_subject(request: PaperRequest, name: str, born: date) -> None:
    """Raise Halt("subject_mismatch") unless ``name`` and ``born`` are those of whom ``request`` is about."""
    subject = (request.child.name.hangul, request.child.born) if request.child else _own(request)
    _require_same(subject, name, born)


def require_same_number(home: RegisterRecord, record: Record) -> None:
    """Raise Halt("subject_mismatch") when ``record`` bears another registration number than its subject at ``home``.

    Two people may share name and birth date. A record without a number was found by CI alone.
    """
    known = {member.rrn for member in home.household.members if member.resident == home.subject}
    if isinstance(record, _Numbered) and known and record.rrn not in known:
        raise Halt(SUBJECT_MISMATCH)


def require_paper_of(request: PaperRequest, number: PaperNumber, pdf: bytes, reader: SubjectReader) -> None:
    """Read ``pdf`` itself and raise Halt("subject_mismatch") unless it says this number, applicant and subject."""
    printed = reader.read(pdf)
    if printed.number != number:
        raise Halt(SUBJECT_MISMATCH)
    require_same_person(request.person, printed.applicant_name, printed.applicant_born)
    require_subject(request, printed.name, printed.born)


def _own(request: PaperRequest) -> tuple[str, date]:
    return request.person.name, request.person.born


def _require_same(wanted: tuple[str, date], name: str, born: date) -> None:
    if (_plain(wanted[0]), wanted[1]) != (_plain(name), born):
        raise Halt(SUBJECT_MISMATCH)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFC", name).split()).casefold()
