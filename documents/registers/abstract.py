"""The resident register's persons over HTTP: the record behind a 초본."""

from datetime import date

import httpx

from documents.domain.kind import PaperKind
from documents.domain.options import Options
from documents.domain.records import AbstractRecord, MilitarySummary, PersonAddress, PersonalChange
from documents.domain.resident import Ci, ResidentId, Rrn
from documents.registers.abstract_wire import PersonAnswer, WireMilitarySummary, WirePersonAddress, WirePersonalChange
from documents.registers.enquiry import Enquiry, name_of


class HttpAbstractRegister:
    """Implements ``ports.Register``."""

    def __init__(self, agency_url: str, token: str, client: httpx.Client) -> None:
        self._enquiry = Enquiry(agency_url, "resident/person", token, client, PersonAnswer)

    def find(self, ci: Ci, _options: Options, _today: date) -> AbstractRecord:
        return _record(self._enquiry.ask(ci, PaperKind.RESIDENT_ABSTRACT))


def _record(answer: PersonAnswer) -> AbstractRecord:
    return AbstractRecord(
        subject=ResidentId(answer.subject),
        name=name_of(answer.name),
        born=answer.born,
        rrn=Rrn(answer.rrn),
        addresses=tuple(map(_address, answer.addresses)),
        issuing_office=answer.issuing_office,
        personal_changes=tuple(map(_change, answer.personal_changes)),
        military=_military(answer.military) if answer.military else None,
        foreigner_number=answer.foreigner_number,
        restricted_against=frozenset(map(ResidentId, answer.restricted_against)),
    )


def _address(wire: WirePersonAddress) -> PersonAddress:
    return PersonAddress(
        address=wire.address,
        moved_in=wire.moved_in,
        changed=wire.changed,
        householder=name_of(wire.householder),
        relation=wire.relation,
        status=wire.status,
        reason=wire.reason,
    )


def _change(wire: WirePersonalChange) -> PersonalChange:
    return PersonalChange(wire.item, wire.before, wire.after, wire.changed, wire.reported, wire.reason)


def _military(wire: WireMilitarySummary) -> MilitarySummary:
    return MilitarySummary(
        enlisted=wire.enlisted,
        discharged=wire.discharged,
        branch=wire.branch,
        rank=wire.rank,
        service_number=wire.service_number,
        discharge_reason=wire.discharge_reason,
    )
