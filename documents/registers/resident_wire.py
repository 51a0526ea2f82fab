"""What the resident register says about a household: ``POST /registers/resident/lookup`` → ``LookupAnswer``."""

from datetime import date

from pydantic import Field

from documents.domain.resident import MemberGroup
from documents.registers.wire import Answer, Wire, WireName, WireRrn, WireText


class WireAddress(Wire):
    address: WireText
    moved_in: date
    changed: date
    reason: WireText


class WireMember(Wire):
    resident: str
    relation: WireText
    name: WireName
    rrn: WireRrn
    moved_in: date
    changed: date
    status: WireText
    reason: WireText
    group: MemberGroup = MemberGroup.FAMILY
    foreigner: bool = False


class WireHousehold(Wire):
    householder: WireName
    formation_reason: WireText
    formed_on: date
    addresses: list[WireAddress] = Field(min_length=1)
    members: list[WireMember] = Field(min_length=1)
    issuing_office: WireText


class WireChild(Wire):
    ci: str = Field(min_length=88, max_length=88)
    name: WireName
    born: date


class LookupAnswer(Answer):
    household: WireHousehold
    restricted_against: list[str] = Field(default_factory=list)
    """Residents to whom papers of this household are not given (주민등록법 제29조⑥–⑧)."""
    children: list[WireChild] = Field(default_factory=list)
    """Children under 14 whose legal guardian the person is."""
