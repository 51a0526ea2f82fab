"""The papers that are pictured, drafted as the office drafts them: from the registers' answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any

import yaml

from documents.domain.kind import PaperKind
from documents.domain.number import VERIFIABLE_FOR, PaperNumber
from documents.domain.options import Options, parse_options
from documents.domain.paper import PaperDraft
from documents.domain.records import Record
from documents.ports import Register
from documents.registers.town.people import derive_ci
from documents.service.clock import SEOUL

CHECK_PAGE = "http://127.0.0.1:8100/verify"


@dataclass(frozen=True, slots=True)
class Sample:
    """``person`` asks for a paper about ``child``, or about themselves: residents by their sample names."""

    kind: PaperKind
    person: str
    child: str | None
    number: PaperNumber
    check_code: str
    purpose: str
    options: Options
    issued_at: datetime


def load_samples() -> list[Sample]:
    """Read ``samples.yml`` of this folder."""
    loaded = yaml.safe_load(resources.files(__package__).joinpath("samples.yml").read_text("utf-8"))
    return [_sample(row, loaded["issued_at"]) for row in loaded["papers"]]


def draft_of(sample: Sample, registers: Mapping[PaperKind, Register]) -> PaperDraft:
    """Ask the registers as issuing does. Raise Refusal or Unavailable as they do."""
    about = _find(sample.kind, sample, sample.child or sample.person, registers)
    guardian = _find(PaperKind.RESIDENT_REGISTER, sample, sample.person, registers) if sample.child else None
    return PaperDraft(
        number=sample.number,
        check_code=sample.check_code,
        kind=sample.kind,
        record=about,
        applicant=(guardian or about).name,
        options=sample.options,
        purpose=sample.purpose,
        issued_at=sample.issued_at,
        expires_at=sample.issued_at + VERIFIABLE_FOR,
        verify_url=f"{CHECK_PAGE}/{sample.number.digits}?check={sample.check_code}",
        applicant_born=guardian.born if guardian else None,
    )


def _find(kind: PaperKind, sample: Sample, resident: str, registers: Mapping[PaperKind, Register]) -> Record:
    today = sample.issued_at.astimezone(SEOUL).date()
    return registers[kind].find(derive_ci(resident), sample.options, today)


def _sample(row: dict[str, Any], issued_at: datetime) -> Sample:
    kind = PaperKind(row["kind"])
    return Sample(
        kind=kind,
        person=row["person"],
        child=row.get("child"),
        number=PaperNumber.parse(row["number"]),
        check_code=row["check_code"],
        purpose=row["purpose"],
        options=parse_options(kind, row["options"]),
        issued_at=issued_at,
    )
