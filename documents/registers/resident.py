"""The resident register's households over HTTP: who lives with whom, and the record behind a 등본."""

from datetime import date

import httpx

from documents.domain.kind import PaperKind
from documents.domain.options import Options
from documents.domain.resident import (
    AddressEntry,
    Child,
    Ci,
    Household,
    Member,
    RegisterRecord,
    ResidentId,
    Rrn,
)
from documents.registers.enquiry import Enquiry, name_of
from documents.registers.resident_wire import LookupAnswer, WireHousehold, WireMember


class HttpResidentRegister:
    """Implements ``ports.ResidentRegister``, and ``ports.Register`` for the 등본."""

    def __init__(self, agency_url: str, token: str, client: httpx.Client) -> None:
        """Take the agency's base address, the bearer token that it gave this office, and the client to use."""
        self._enquiry = Enquiry(agency_url, "resident/lookup", token, client, LookupAnswer)

    def household(self, ci: Ci, purpose: PaperKind) -> RegisterRecord:
        """Look up who has ``ci``. Raise Unavailable, Refusal("no_record"), or Halt when the answer is about another."""
        return record_of(self._enquiry.ask(ci, purpose))

    def find(self, ci: Ci, _options: Options, _today: date) -> RegisterRecord:
        return self.household(ci, PaperKind.RESIDENT_REGISTER)


def record_of(answer: LookupAnswer) -> RegisterRecord:
    """Read the wire form."""
    return RegisterRecord(
        subject=ResidentId(answer.subject),
        name=name_of(answer.name),
        born=answer.born,
        household=_household(answer.household),
        restricted_against=frozenset(map(ResidentId, answer.restricted_against)),
        children=tuple(Child(Ci(each.ci), name_of(each.name), each.born) for each in answer.children),
    )


def _household(wire: WireHousehold) -> Household:
    return Household(
        householder=name_of(wire.householder),
        formation_reason=wire.formation_reason,
        formed_on=wire.formed_on,
        addresses=tuple(AddressEntry(row.address, row.moved_in, row.changed, row.reason) for row in wire.addresses),
        members=tuple(map(_member, wire.members)),
        issuing_office=wire.issuing_office,
    )


def _member(wire: WireMember) -> Member:
    return Member(
        resident=ResidentId(wire.resident),
        relation=wire.relation,
        name=name_of(wire.name),
        rrn=Rrn(wire.rrn),
        moved_in=wire.moved_in,
        changed=wire.changed,
        status=wire.status,
        reason=wire.reason,
        group=wire.group,
        foreigner=wire.foreigner,
    )
