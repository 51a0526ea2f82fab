"""Who may be given a resident paper. Decided on the resident register's answer about the person who approved.

1. 등본·초본 go online to the applicant or a member of the same household only (주민등록법 제29조③).
2. Not to a person against whom somebody in that household is protected (교부 제한, 제29조⑥–⑧).
3. The refusal is the same whatever the reason: it must not reveal that a protection exists.
4. The other papers go to the person concerned alone.
5. A paper about a child goes to the legal guardian whom the register names, of the kinds that have such papers; not to
   a restricted one, since the paper would tell where the child lives.
6. Past householders on a 초본 are printed for an adult subject only.
"""

from collections.abc import Set as AbstractSet
from datetime import date

from documents.domain.errors import Refusal
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import AbstractOptions
from documents.domain.records import AbstractRecord, Record
from documents.domain.request import PaperRequest
from documents.domain.resident import RegisterRecord, ResidentId
from documents.period import months_before

NOT_ENTITLED = "not_entitled"
MINOR = "minor_past_householders"
_OF_HOUSEHOLDS = frozenset({PaperKind.RESIDENT_REGISTER, PaperKind.RESIDENT_ABSTRACT})
_ADULT_YEARS = 19
"""민법 제4조."""


def require_request(request: PaperRequest, home: RegisterRecord) -> None:
    """Raise Refusal("not_entitled") unless the person of ``home``, who approved, may have what ``request`` asks for."""
    if request.child is not None:
        _require_guardian(request, home)
    elif request.kind in _OF_HOUSEHOLDS:
        require_entitled(home.subject, home)


def require_record(request: PaperRequest, applicant: ResidentId, record: Record, today: date) -> None:
    """Raise Refusal for what only the paper's own record tells. ``today``: the day of issue in Seoul."""
    if isinstance(record, AbstractRecord):
        _require_unrestricted(applicant, record.restricted_against)
    asked = request.options
    if isinstance(asked, AbstractOptions) and asked.past_householders and not _adult(record.born, today):
        raise Refusal(MINOR)  # 6


def require_entitled(applicant: ResidentId, record: RegisterRecord) -> None:
    """Raise Refusal("not_entitled") unless ``applicant`` may have a paper of ``record``'s household."""
    if applicant not in {record.subject, *(member.resident for member in record.household.members)}:  # 1
        raise Refusal(NOT_ENTITLED)
    _require_unrestricted(applicant, record.restricted_against)


def _require_guardian(request: PaperRequest, home: RegisterRecord) -> None:  # 5
    if not PAPERS[request.kind].for_children or request.child not in home.children:
        raise Refusal(NOT_ENTITLED)
    _require_unrestricted(home.subject, home.restricted_against)


def _require_unrestricted(applicant: ResidentId, restricted: AbstractSet[ResidentId]) -> None:  # 2
    if applicant in restricted:
        raise Refusal(NOT_ENTITLED)  # 3


def _adult(born: date, today: date) -> bool:
    return born <= months_before(today, 12 * _ADULT_YEARS)
