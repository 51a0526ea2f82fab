"""The sentences of messengers, read once from `words.yml`."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("words.yml")
ENGLISH = FILE.with_name("words.en.yml")


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyWords(Frozen):
    door: str
    fresh_door: str
    file: str
    file_agreed: str
    file_refused: str
    wallet: str
    verify: str
    place: str
    phone: str
    web: str


class OptionWords(Frozen):
    note: str
    field: str
    purpose: str
    no_purpose: str
    shown: str
    hidden: str
    on_web: str
    by_web: str
    consent: str


class DocumentWords(Frozen):
    lines: str
    check_code: str
    expires: str
    wallet: Mapping[str, str]
    how: str


class ComplaintWords(Frozen):
    lines: str
    department: str
    handler: str
    due: str


class PaperWords(Frozen):
    row: str


class Words(Frozen):
    """``identity`` and ``progress`` are keyed by the state of the card."""

    staff: str
    edited: str
    keys: KeyWords
    options: OptionWords
    identity: Mapping[str, str]
    progress: Mapping[str, str]
    document: DocumentWords
    papers: PaperWords
    complaint: ComplaintWords
    contact: str
    handover: str
    handover_next: str
    link: str
    other: str


def read_words(file: Path = FILE) -> Words:
    return Words.model_validate(yaml.safe_load(file.read_text("utf-8")))
