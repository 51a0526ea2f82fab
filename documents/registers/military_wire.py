"""What the military register says: ``POST /registers/military/service`` → ``ServiceAnswer``."""

from datetime import date
from typing import Self

from pydantic import model_validator

from documents.registers.wire import Answer, Wire, WireRrn, WireText


class WireService(Wire):
    enlisted: date
    discharged: date | None = None
    branch: WireText
    rank: WireText
    service_number: WireText
    specialty: WireText
    category: WireText
    discharge_reason: WireText | None = None
    unit: WireText
    grade: WireText


class WireExamination(Wire):
    examined: date
    grade: WireText
    disposition: WireText
    reason: WireText


class ServiceAnswer(Answer):
    """A person who served has ``service``, one who did not ``examination``; never both."""

    rrn: WireRrn
    address: WireText
    service: WireService | None = None
    examination: WireExamination | None = None
    issuing_office: WireText

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.service is None) == (self.examination is None):
            raise ValueError("service")
        return self
