"""What every register's questions and answers share over HTTP.

A question is a POST, so that no CI stands in a URL, where proxies would log it. An answer repeats the CI that it is
about. 404 with code ``no_record``: nobody has this CI there.
"""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from documents.domain.kind import PaperKind


class Wire(BaseModel):
    """Fields that a newer agency adds are ignored; what was sent stands in no error and in no ``repr``."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    def __repr_args__(self) -> tuple[()]:
        return ()


class Asked(Wire):
    ci: str = Field(min_length=88, max_length=88)
    purpose: PaperKind
    """Why the record is read: goes into the agency's access log."""


class AskedPeriod(Asked):
    """Both days included."""

    since: date
    until: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since > self.until:
            raise ValueError("period")
        return self


class WireName(Wire):
    hangul: str = Field(min_length=1)
    hanja: str | None = None


WireRrn = Annotated[str, Field(pattern=r"^\d{6}-\d{7}$")]
WireText = Annotated[str, Field(min_length=1)]


class Answer(Wire):
    ci: str
    """Whose record this is: must equal what was asked for."""
    subject: str
    """The agency's own key of the person."""
    name: WireName
    born: date
