"""The resident register over HTTP. Anything that is not a proper answer is Unavailable("register_down")."""

import httpx
from pydantic import ValidationError

from documents.domain.errors import Halt, Refusal, Unavailable
from documents.domain.resident import (
    AddressEntry,
    Ci,
    Household,
    Member,
    Name,
    RegisterRecord,
    ResidentId,
    Rrn,
)
from documents.registers.resident_wire import LookupAnswer, WireHousehold, WireMember, WireName

TIMEOUT = httpx.Timeout(3.0, connect=1.0)
_FOUND, _NOT_FOUND = 200, 404


class HttpResidentRegister:
    """Implements ``ports.ResidentRegister``. Give it a client of its own; it may be used from several threads."""

    def __init__(self, agency_url: str, token: str, client: httpx.Client) -> None:
        """Take the agency's base address, the bearer token that it gave this office, and the client to use."""
        self._url = f"{agency_url.rstrip('/')}/registers/resident/lookup"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._client = client

    def find(self, ci: Ci) -> RegisterRecord:
        """Look up who has ``ci``. Raise Unavailable, Refusal("no_record"), or Halt when the answer is about another."""
        try:
            answer = self._client.post(
                self._url, json={"ci": ci}, headers=self._headers, timeout=TIMEOUT, follow_redirects=False
            )
        except httpx.HTTPError as error:
            raise Unavailable("register_down") from error
        if answer.status_code == _NOT_FOUND and _code(answer) == "no_record":
            raise Refusal("no_record")
        if answer.status_code != _FOUND:
            raise Unavailable("register_down")
        return _record(_parse(answer), ci)


def _code(answer: httpx.Response) -> str | None:
    try:
        body = answer.json()
    except ValueError:
        return None
    return body.get("code") if isinstance(body, dict) else None


def _parse(answer: httpx.Response) -> LookupAnswer:
    try:
        return LookupAnswer.model_validate_json(answer.content)
    except ValidationError:
        raise Unavailable("register_down") from None  # the cause would carry the record into a log


def _record(answer: LookupAnswer, ci: Ci) -> RegisterRecord:
    if answer.ci != ci:
        raise Halt("subject_mismatch")
    return RegisterRecord(
        subject=ResidentId(answer.subject),
        name=_name(answer.name),
        born=answer.born,
        household=_household(answer.household),
        restricted_against=frozenset(map(ResidentId, answer.restricted_against)),
    )


def _household(wire: WireHousehold) -> Household:
    return Household(
        householder=_name(wire.householder),
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
        name=_name(wire.name),
        rrn=Rrn(wire.rrn),
        moved_in=wire.moved_in,
        changed=wire.changed,
        status=wire.status,
        reason=wire.reason,
        group=wire.group,
        foreigner=wire.foreigner,
    )


def _name(wire: WireName) -> Name:
    return Name(wire.hangul, wire.hanja)
