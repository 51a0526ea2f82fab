"""Who may be given a resident paper.

1. 등본·초본 go online to the applicant or a member of the same household only (주민등록법 제29조③).
2. Not to a person against whom somebody in that household is protected (교부 제한, 제29조⑥–⑧).
3. The refusal is the same whatever the reason: it must not reveal that a protection exists.

Under 14 a legal guardian consents; that comes with the guardian's own request, not here.
"""

from documents.domain.errors import Refusal
from documents.domain.resident import RegisterRecord, ResidentId

NOT_ENTITLED = "not_entitled"


def require_entitled(applicant: ResidentId, record: RegisterRecord) -> None:
    """Raise Refusal("not_entitled") unless ``applicant`` may have a paper of ``record``'s household."""
    household = {record.subject, *(member.resident for member in record.household.members)}
    belongs = applicant in household  # 1
    restricted = applicant in record.restricted_against  # 2
    if not belongs or restricted:
        raise Refusal(NOT_ENTITLED)  # 3
