"""Papers that only the person concerned may have: the one who asked must be the one whom the record is about."""

from documents.domain.errors import Halt
from documents.domain.paper import PaperDraft
from documents.domain.resident import Rrn


def require_own(draft: PaperDraft, rrn: Rrn) -> None:
    """Raise Halt("subject_mismatch") unless applicant, record and registration number speak of one person."""
    record = draft.record
    same_name = draft.applicant_born is None and draft.applicant.hangul == record.name.hangul
    if not (same_name and rrn.value.startswith(f"{record.born:%y%m%d}")):
        raise Halt("subject_mismatch")
