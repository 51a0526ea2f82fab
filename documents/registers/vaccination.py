"""The immunisation register over HTTP: the record behind a 예방접종증명서."""

from datetime import date

import httpx

from documents.domain.kind import PaperKind
from documents.domain.options import Options
from documents.domain.records import Dose, VaccinationRecord
from documents.domain.resident import Ci, ResidentId
from documents.registers.enquiry import Enquiry, name_of
from documents.registers.sexes import SEXES
from documents.registers.vaccination_wire import DosesAnswer, WireDose


class HttpVaccinationRegister:
    """Implements ``ports.Register``."""

    def __init__(self, agency_url: str, token: str, client: httpx.Client) -> None:
        self._enquiry = Enquiry(agency_url, "immunisation/doses", token, client, DosesAnswer)

    def find(self, ci: Ci, _options: Options, _today: date) -> VaccinationRecord:
        return _record(self._enquiry.ask(ci, PaperKind.VACCINATION))


def _record(answer: DosesAnswer) -> VaccinationRecord:
    return VaccinationRecord(
        subject=ResidentId(answer.subject),
        name=name_of(answer.name),
        born=answer.born,
        sex=SEXES[answer.sex],
        doses=tuple(map(_dose, answer.doses)),
        roman=answer.roman,
        address_en=answer.address_en,
    )


def _dose(wire: WireDose) -> Dose:
    return Dose(
        vaccine=wire.vaccine,
        vaccine_en=wire.vaccine_en,
        round=wire.round,
        given=wire.given,
        clinic=wire.clinic,
        clinic_en=wire.clinic_en,
    )
