"""What the resident register says over HTTP: ``POST /registers/resident/lookup {"ci"}`` → ``LookupAnswer``.

A CI never stands in a URL, where proxies would log it. 404 with code ``no_record``: nobody has this CI.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from documents.domain.resident import MemberGroup


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Lookup(_Wire):
    ci: str = Field(min_length=88, max_length=88, repr=False)
    purpose: str = Field(default="resident_register", max_length=60)
    """Why the record is read: goes into the agency's access log."""


class WireName(_Wire):
    hangul: str = Field(min_length=1, repr=False)
    hanja: str | None = Field(default=None, repr=False)


class WireAddress(_Wire):
    address: str = Field(min_length=1, repr=False)
    moved_in: date
    changed: date
    reason: str


class WireMember(_Wire):
    resident: str
    relation: str
    name: WireName
    rrn: str = Field(pattern=r"^\d{6}-\d{7}$", repr=False)
    moved_in: date
    changed: date
    status: str
    reason: str
    group: MemberGroup = MemberGroup.FAMILY
    foreigner: bool = False


class WireHousehold(_Wire):
    householder: WireName
    formation_reason: str
    formed_on: date
    addresses: list[WireAddress] = Field(min_length=1)
    members: list[WireMember] = Field(min_length=1)
    issuing_office: str


class LookupAnswer(_Wire):
    ci: str = Field(repr=False)
    """Whose record this is: must equal what was asked for."""
    subject: str
    name: WireName
    born: date = Field(repr=False)
    household: WireHousehold
    restricted_against: list[str] = Field(default_factory=list)
    """Residents to whom papers of this household are not given (주민등록법 제29조⑥–⑧)."""
