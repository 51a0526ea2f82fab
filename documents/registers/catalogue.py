"""Which register the record of each kind of paper comes from."""

import httpx

from documents.domain.kind import PaperKind
from documents.ports import Register
from documents.registers.abstract import HttpAbstractRegister
from documents.registers.eligibility import HttpEligibilityRegister
from documents.registers.military import HttpMilitaryRegister
from documents.registers.premiums import HttpPremiumRegister
from documents.registers.resident import HttpResidentRegister
from documents.registers.travel import HttpTravelRegister
from documents.registers.vaccination import HttpVaccinationRegister


def open_registers(agency_url: str, token: str, client: httpx.Client) -> dict[PaperKind, Register]:
    """Make the clients of all registers below ``agency_url``. Give them a ``client`` of their own; it is not closed.

    Each may be used from several threads.
    """
    return {
        PaperKind.RESIDENT_REGISTER: HttpResidentRegister(agency_url, token, client),
        PaperKind.RESIDENT_ABSTRACT: HttpAbstractRegister(agency_url, token, client),
        PaperKind.HEALTH_PREMIUM_PAYMENT: HttpPremiumRegister(agency_url, token, client),
        PaperKind.HEALTH_ELIGIBILITY: HttpEligibilityRegister(agency_url, token, client),
        PaperKind.VACCINATION: HttpVaccinationRegister(agency_url, token, client),
        PaperKind.ENTRY_EXIT: HttpTravelRegister(agency_url, token, client),
        PaperKind.MILITARY_SERVICE: HttpMilitaryRegister(agency_url, token, client),
    }
