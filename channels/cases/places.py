"""Where something is, checked without a map: the 구 and the 동 of an address must belong together."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("districts.yml")
_NUMBERS = re.compile(r"제?\d+(?:[.·,]\d+)*(?=가?제?\d*동)|\d+가(?=제?\d*동|\b)")
_CITY = r"(?:서울특별시|서울시|서울)?"
_NOT_A_DETAIL = re.compile(r"[\s,.]|서울특별시|서울시|서울|여기|근처|에서|에요|이에요|입니다|요")


@dataclass(frozen=True, slots=True)
class Place:
    """What was said, and which 구 and 동 it names.

    ``problem`` is ``district_unknown``, ``which_district`` (several 구 have this 동), ``dong_elsewhere`` (the 동 is
    not in the 구), ``outside`` (not in Seoul) or ``where_exactly`` (only a 구 was said).
    """

    said: str
    district: str | None = None
    dong: str | None = None
    problem: str | None = None

    @property
    def ok(self) -> bool:
        return self.problem is None

    def wire(self) -> dict[str, Any]:
        shape = {"said": self.said, "district": self.district, "dong": self.dong, "ok": self.ok}
        return shape if self.problem is None else {**shape, "problem": self.problem}


class Places(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    districts: Mapping[str, tuple[str, ...]]
    everyday: tuple[str, ...]
    elsewhere: tuple[str, ...]

    def judge(self, said: str, district: str | None = None) -> Place:
        """Read ``said``; ``district`` is a 구 that was said beside it."""
        text = " ".join(said.split())
        if self._elsewhere.match(text):  # other cities have a 중구 and a 강서구 as well
            return Place(text, problem="outside")
        known = self._first(self._district, text) or (district if district in self.districts else None)
        dong = self._dong(text, spoken=known is not None)
        if known is None and dong is None:
            return Place(text, problem="district_unknown")
        return self._together(text, known, dong)

    def _together(self, text: str, district: str | None, dong: str | None) -> Place:
        homes = [name for name, names in self.districts.items() if dong in names]
        if district is None:
            only = homes[0] if len(homes) == 1 else None
            return Place(text, only, dong, None if only else "which_district")
        if dong is not None and district not in homes:
            return Place(text, district, None, "dong_elsewhere")
        vague = dong is None and not _NOT_A_DETAIL.sub("", self._district.sub("", text))
        return Place(text, district, dong, "where_exactly" if vague else None)

    def _dong(self, text: str, *, spoken: bool) -> str | None:
        """Find a 동 by its bare name; an everyday word counts only beside its 구."""
        bare = _NUMBERS.sub("", self._district.sub(" ", text))
        found = self._first(self._dongs, bare)
        return found if spoken or found not in self.everyday else None

    def _first(self, pattern: re.Pattern[str], text: str) -> str | None:
        found = pattern.search(text)
        return found[1] if found else None

    @cached_property
    def _district(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![가-힣]){_CITY}\s*({_either(self.districts)})(?!난방)")

    @cached_property
    def _dongs(self) -> re.Pattern[str]:
        names = {dong for dongs in self.districts.values() for dong in dongs}
        return re.compile(rf"(?<![가-힣]){_CITY}\s*({_either(names)})(?!\d*[가-힣]*(?:대로|길|구)\b)")

    @cached_property
    def _elsewhere(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{_either(self.elsewhere)})(?=\s|$)")


def read_places(file: Path = FILE) -> Places:
    return Places.model_validate(yaml.safe_load(file.read_text("utf-8")))


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
