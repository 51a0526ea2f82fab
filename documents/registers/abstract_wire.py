"""What the resident register says about one person: ``POST /registers/resident/person`` → ``PersonAnswer``."""

from datetime import date

from pydantic import Field

from documents.registers.wire import Answer, Wire, WireName, WireRrn, WireText


class WirePersonAddress(Wire):
    """With whom the person lived there: ``householder``, and the ``relation`` to that one."""

    address: WireText
    moved_in: date
    changed: date
    householder: WireName
    relation: WireText
    status: WireText
    reason: WireText


class WirePersonalChange(Wire):
    item: WireText
    before: WireText
    after: WireText
    changed: date
    reported: date
    reason: WireText


class WireMilitarySummary(Wire):
    enlisted: date
    discharged: date | None = None
    branch: WireText
    rank: WireText
    service_number: WireText
    discharge_reason: WireText | None = None


class PersonAnswer(Answer):
    """``addresses`` newest first."""

    rrn: WireRrn
    addresses: list[WirePersonAddress] = Field(min_length=1)
    issuing_office: WireText
    personal_changes: list[WirePersonalChange] = Field(default_factory=list)
    military: WireMilitarySummary | None = None
    foreigner_number: WireRrn | None = None
    restricted_against: list[str] = Field(default_factory=list)
