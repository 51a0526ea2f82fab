"""What can be filed, read from `kinds.yml`: title, class of law, team, what a handler needs to know."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from channels.cases.clock import Period, Unit
from channels.cases.complaint import LegalClass

FILE = Path(__file__).with_name("kinds.yml")
CALLBACK = "callback"
UNLABELLED = "file_complaint"

Item = Literal["text", "place", "contact"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(_Frozen):
    title: str
    law: LegalClass
    team: str
    asks: tuple[Item, ...]
    photo: bool


class _Length(_Frozen):
    count: int
    unit: Unit


class Kinds(_Frozen):
    kinds: Mapping[str, Kind]
    periods: Mapping[LegalClass, _Length]

    def of(self, name: str) -> Kind:
        """Give the kind called ``name``; whatever has no name of its own is a complaint all the same."""
        return self.kinds.get(name) or self.kinds[UNLABELLED]

    def name(self, said: str | None) -> str:
        return said if said is not None and said in self.kinds else UNLABELLED

    def period(self, name: str) -> Period:
        length = self.periods[self.of(name).law]
        return Period(length.count, length.unit)


def read_kinds(file: Path = FILE) -> Kinds:
    return Kinds.model_validate(yaml.safe_load(file.read_text("utf-8")))
