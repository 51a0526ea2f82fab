"""The health insurer's payments over HTTP: the record behind a 건강보험료 납부확인서."""

from datetime import date

import httpx

from documents.domain.errors import InvalidOptions
from documents.domain.kind import PaperKind
from documents.domain.options import Options, WithPeriod
from documents.domain.records import PremiumMonth, PremiumRecord
from documents.domain.resident import Ci, ResidentId, Rrn
from documents.period import premium_period
from documents.registers.enquiry import Enquiry, name_of, require_proper
from documents.registers.premiums_wire import PremiumsAnswer, WirePremiumMonth


class HttpPremiumRegister:
    """Implements ``ports.Register``."""

    def __init__(self, agency_url: str, token: str, client: httpx.Client) -> None:
        self._enquiry = Enquiry(agency_url, "health-insurance/premiums", token, client, PremiumsAnswer)

    def find(self, ci: Ci, options: Options, today: date) -> PremiumRecord:
        if not isinstance(options, WithPeriod):
            raise InvalidOptions
        since, until = premium_period(options, today)
        answer = self._enquiry.ask(ci, PaperKind.HEALTH_PREMIUM_PAYMENT, since=since, until=until)
        require_proper(all(since.replace(day=1) <= row.month <= until for row in answer.months))
        return _record(answer)


def _record(answer: PremiumsAnswer) -> PremiumRecord:
    return PremiumRecord(
        subject=ResidentId(answer.subject),
        name=name_of(answer.name),
        born=answer.born,
        rrn=Rrn(answer.rrn),
        address=answer.address,
        insured_as=answer.insured_as,
        workplace=answer.workplace,
        months=tuple(map(_month, answer.months)),
    )


def _month(wire: WirePremiumMonth) -> PremiumMonth:
    return PremiumMonth(
        month=wire.month,
        billed_health=wire.billed_health,
        billed_care=wire.billed_care,
        paid_health=wire.paid_health,
        paid_care=wire.paid_care,
        paid_on=wire.paid_on,
        note=wire.note,
    )
