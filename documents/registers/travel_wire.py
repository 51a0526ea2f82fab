"""What the immigration register says: ``POST /registers/immigration/crossings`` → ``CrossingsAnswer``."""

from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from documents.registers.wire import Answer, Wire, WireRrn, WireText


class WireTrip(Wire):
    """Out and back. One of both may lie outside the asked days, or not have happened: it is not told."""

    left: date | None = None
    entered: date | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.left is None and self.entered is None:
            raise ValueError("trip")
        return self

    def days(self) -> list[date]:
        return [day for day in (self.left, self.entered) if day is not None]


class CrossingsAnswer(Answer):
    """``trips`` oldest first; crossings after ``complete_until`` may be missing still."""

    rrn: WireRrn
    address: WireText
    sex: Literal["F", "M"]
    nationality: WireText
    passport_number: WireText | None = None
    roman: WireText | None = None
    since: date
    until: date
    complete_until: date
    trips: list[WireTrip]
