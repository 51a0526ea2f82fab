"""What the immunisation register says: ``POST /registers/immunisation/doses`` → ``DosesAnswer``."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from documents.registers.wire import Answer, Wire, WireText


class WireDose(Wire):
    """``round`` is 차수, from 1."""

    vaccine: WireText
    vaccine_en: WireText
    round: Annotated[int, Field(ge=1)]
    given: date
    clinic: WireText
    clinic_en: WireText


class DosesAnswer(Answer):
    """``doses`` oldest first; none when no clinic ever entered one."""

    sex: Literal["F", "M"]
    doses: list[WireDose]
    roman: WireText | None = None
    address_en: WireText | None = None
