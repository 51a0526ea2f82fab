"""Refusals over HTTP: which status each code has; its sentence is in `words.yml`."""

from collections.abc import Iterator
from contextlib import contextmanager

from channels.cases.complaint import CaseRefused
from channels.cases.room import Cases
from channels.cases.unsafe import UploadRefused
from documents.service.problems import Problem

_STATUS = {
    "not_found": 404,
    "no_such_complaint": 404,
    "no_draft": 409,
    "not_now": 409,
    "extended_already": 409,
    "too_many_files": 409,
    "no_place": 409,
    "file_too_large": 413,
    "file_unknown": 415,
    "other_site": 403,
}
_UNPROCESSABLE = 422


@contextmanager
def answered(cases: Cases) -> Iterator[None]:
    """Answer a refusal of the room with its problem document."""
    try:
        yield
    except (CaseRefused, UploadRefused) as error:
        raise problem(cases, error.code) from None


def problem(cases: Cases, code: str) -> Problem:
    return Problem(_STATUS.get(code, _UNPROCESSABLE), code, cases.showing.problem(code))
