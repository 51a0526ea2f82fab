"""The health insurer's spells over HTTP: the record behind a 건강보험 자격득실 확인서."""

from datetime import date

import httpx

from documents.domain.errors import InvalidOptions
from documents.domain.kind import PaperKind
from documents.domain.options import Options, WithPeriod
from documents.domain.records import EligibilityRecord, InsuredSpell
from documents.domain.resident import Ci, ResidentId, Rrn
from documents.registers.eligibility_wire import EligibilityAnswer
from documents.registers.enquiry import Enquiry, name_of, require_proper


class HttpEligibilityRegister:
    """Implements ``ports.Register``."""

    def __init__(self, agency_url: str, token: str, client: httpx.Client) -> None:
        self._enquiry = Enquiry(agency_url, "health-insurance/eligibility", token, client, EligibilityAnswer)

    def find(self, ci: Ci, options: Options, _today: date) -> EligibilityRecord:
        if not isinstance(options, WithPeriod):
            raise InvalidOptions
        since, until = options.since, options.until
        answer = self._enquiry.ask(ci, PaperKind.HEALTH_ELIGIBILITY, since=since, until=until)
        require_proper(all(row.touches(since, until) for row in answer.spells))
        return _record(answer)


def _record(answer: EligibilityAnswer) -> EligibilityRecord:
    return EligibilityRecord(
        subject=ResidentId(answer.subject),
        name=name_of(answer.name),
        born=answer.born,
        rrn=Rrn(answer.rrn),
        spells=tuple(InsuredSpell(row.insured_as, row.workplace, row.gained, row.lost) for row in answer.spells),
    )
