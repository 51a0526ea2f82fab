"""What every form takes out of a draft: the record and options of its own kind, and whose paper it is."""

from collections.abc import Mapping
from typing import Any, TypeVar

from documents.domain.errors import Halt
from documents.domain.options import Options
from documents.domain.paper import PaperDraft
from documents.domain.records import Record
from documents.forms.sheet import Fact

R = TypeVar("R", bound=Record)
O = TypeVar("O", bound=Options)  # noqa: E741 - a type, not a number
WRONG_MATERIAL = "wrong_material"


def record_as(draft: PaperDraft, shape: type[R]) -> R:
    """Raise Halt("wrong_material") when the draft holds another register's record."""
    if not isinstance(draft.record, shape):
        raise Halt(WRONG_MATERIAL)
    return draft.record


def options_as(draft: PaperDraft, shape: type[O]) -> O:
    """Raise Halt("wrong_material") when the draft holds another kind's options."""
    if not isinstance(draft.options, shape):
        raise Halt(WRONG_MATERIAL)
    return draft.options


def people_facts(draft: PaperDraft, words: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Give the line ``words["applicant"]`` and, for a child's paper, ``words["subject"]``: what a reader compares.

    Raise Halt("subject_mismatch") when an own paper's applicant is not the person of the record.
    """
    record = draft.record
    subject = f"{record.name.hangul} ({record.born:%Y-%m-%d})"
    if draft.applicant_born is not None:
        applicant = f"{draft.applicant.hangul} ({draft.applicant_born:%Y-%m-%d})"
        return Fact(words["applicant"], applicant), Fact(words["subject"], subject)
    if draft.applicant.hangul != record.name.hangul:
        raise Halt("subject_mismatch")
    return (Fact(words["applicant"], subject),)


def people_data(draft: PaperDraft) -> dict[str, Any]:
    """Give the same people for the attachment: ``applicant`` and, for a child's paper, ``subject``."""
    record = draft.record
    subject = {"name": record.name.hangul, "born": record.born.isoformat()}
    if draft.applicant_born is None:
        return {"applicant": subject}
    applicant = {"name": draft.applicant.hangul, "born": draft.applicant_born.isoformat()}
    return {"applicant": applicant, "subject": subject}
