"""The military register over HTTP: the record behind a 병적증명서."""

from datetime import date

import httpx

from documents.domain.kind import PaperKind
from documents.domain.options import Options
from documents.domain.records import Examination, MilitaryRecord, Service
from documents.domain.resident import Ci, ResidentId, Rrn
from documents.registers.enquiry import Enquiry, name_of
from documents.registers.military_wire import ServiceAnswer, WireExamination, WireService


class HttpMilitaryRegister:
    """Implements ``ports.Register``. Women, children and foreigners have no record there."""

    def __init__(self, agency_url: str, token: str, client: httpx.Client) -> None:
        self._enquiry = Enquiry(agency_url, "military/service", token, client, ServiceAnswer)

    def find(self, ci: Ci, _options: Options, _today: date) -> MilitaryRecord:
        return _record(self._enquiry.ask(ci, PaperKind.MILITARY_SERVICE))


def _record(answer: ServiceAnswer) -> MilitaryRecord:
    return MilitaryRecord(
        subject=ResidentId(answer.subject),
        name=name_of(answer.name),
        born=answer.born,
        rrn=Rrn(answer.rrn),
        address=answer.address,
        service=_service(answer.service) if answer.service else None,
        examination=_examination(answer.examination) if answer.examination else None,
        issuing_office=answer.issuing_office,
    )


def _service(wire: WireService) -> Service:
    return Service(
        enlisted=wire.enlisted,
        discharged=wire.discharged,
        branch=wire.branch,
        rank=wire.rank,
        service_number=wire.service_number,
        specialty=wire.specialty,
        category=wire.category,
        discharge_reason=wire.discharge_reason,
        unit=wire.unit,
        grade=wire.grade,
    )


def _examination(wire: WireExamination) -> Examination:
    return Examination(wire.examined, wire.grade, wire.disposition, wire.reason)
