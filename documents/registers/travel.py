"""The immigration register over HTTP: the record behind a 출입국에 관한 사실증명."""

from datetime import date

import httpx

from documents.domain.errors import InvalidOptions
from documents.domain.kind import PaperKind
from documents.domain.options import Options, WithPeriod
from documents.domain.records import TravelRecord, Trip
from documents.domain.resident import Ci, ResidentId, Rrn
from documents.period import travel_period
from documents.registers.enquiry import Enquiry, name_of, require_proper
from documents.registers.sexes import SEXES
from documents.registers.travel_wire import CrossingsAnswer


class HttpTravelRegister:
    """Implements ``ports.Register``."""

    def __init__(self, agency_url: str, token: str, client: httpx.Client) -> None:
        self._enquiry = Enquiry(agency_url, "immigration/crossings", token, client, CrossingsAnswer)

    def find(self, ci: Ci, options: Options, today: date) -> TravelRecord:
        if not isinstance(options, WithPeriod):
            raise InvalidOptions
        since, until = travel_period(options, today)
        answer = self._enquiry.ask(ci, PaperKind.ENTRY_EXIT, since=since, until=until)
        require_proper((answer.since, answer.until) == (since, until))
        require_proper(all(since <= day <= until for trip in answer.trips for day in trip.days()))
        return _record(answer)


def _record(answer: CrossingsAnswer) -> TravelRecord:
    return TravelRecord(
        subject=ResidentId(answer.subject),
        name=name_of(answer.name),
        born=answer.born,
        rrn=Rrn(answer.rrn),
        address=answer.address,
        sex=SEXES[answer.sex],
        nationality=answer.nationality,
        passport_number=answer.passport_number,
        roman=answer.roman,
        since=answer.since,
        until=answer.until,
        complete_until=answer.complete_until,
        trips=tuple(Trip(trip.left, trip.entered) for trip in answer.trips),
    )
