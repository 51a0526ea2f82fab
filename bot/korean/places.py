"""Districts (구), named or told from a 동, and addresses by road or lot. Pure; the 동 table is passed in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from korean.morphemes import Surface

_NUMBERED = r"(?:제?\d{1,2}|\d가)?동"
_CITY = r"(?:서울(?:특별)?시?\s*)?"
_NOT_A_COUNT = (
    r"(?!\d)(?!\s?(?:년|개|원|시|분|월|일|통|명|번(?!지)|장|차|호선|회|살|층|주|달|대|만|천|퍼센트|%|다산|으로|로\s))"
)
_NUMBER = r"(?P<number>\d{1,4}(?:-\d{1,4})?)(?:번지)?"
_ROAD = r"(?P<road>[가-힣]{2,8}(?:(?<!으)로|길)(?:\s?\d{1,3}[가-하]?길)?|[가-힣]{2,8}로\d{1,3}[가-하]?길)"
_LOT = r"(?P<lot>[가-힣]{1,6}(?:\d{1,2})?동(?:\d가)?|[가-힣]{1,5}로\d가)"
_PARTICLES = ("JKB", "JKS", "JX")


@dataclass(frozen=True)
class Place:
    """``kind`` is district, address or ambiguous_district (its value is the list of the 구 that share the 동)."""

    kind: str
    value: Any
    start: int
    end: int
    parts: dict[str, str] = field(default_factory=dict)


class Atlas:
    """The 동 of each 구: ``districts`` maps 구 → names, ``everyday`` are names that count only after their 구."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self._of: dict[str, list[str]] = {}
        for district, names in lexicon["districts"].items():
            for name in names:
                self._of.setdefault(name, []).append(district)
        everyday = set(lexicon["everyday"])
        districts = "|".join(sorted(lexicon["districts"], key=len, reverse=True))
        stems = sorted((name.removesuffix("동") for name in self._of if name not in everyday), key=len, reverse=True)
        long, short = ([one for one in stems if (len(one) > 1) == wanted] for wanted in (True, False))
        self._district = re.compile(rf"(?:(?<![가-힣])|(?<=서울)|(?<=시))중구|(?:{districts.replace('|중구', '')})")
        self._dong = re.compile(
            rf"(?P<stem>{'|'.join(long)}|(?<![가-힣])(?:{'|'.join(short)})){_NUMBERED}(?!생|안에|물|네)"
        )
        before = rf"(?:(?<![가-힣\d])(?P<where>{_CITY}(?:(?P<district>{districts})\s*)?))"
        self._addresses = [re.compile(rf"{before}{kind}\s*{_NUMBER}{_NOT_A_COUNT}") for kind in (_LOT, _ROAD)]

    def find(self, text: str, tokens: Sequence[Surface]) -> list[Place]:
        """Give the places in ``text``, left to right. A 구 that is said beats what its 동 would tell."""
        return sorted([*self._find_addresses(text, tokens), *self._find_district(text)], key=lambda one: one.start)

    def _find_district(self, text: str) -> list[Place]:
        if said := self._district.search(text):
            return [Place("district", said.group(), *said.span())]
        for match in self._dong.finditer(text):
            districts = self._of.get(f"{match['stem']}동", [])
            if len(districts) == 1:
                return [Place("district", districts[0], *match.span())]
            if districts:
                return [Place("ambiguous_district", districts, *match.span())]
        return []

    def _find_addresses(self, text: str, tokens: Sequence[Surface]) -> list[Place]:
        for pattern in self._addresses:
            for match in pattern.finditer(text):
                if match["where"].strip() or self._is_name(match, tokens):
                    parts = {name: said for name, said in match.groupdict().items() if said and name != "where"}
                    return [Place("address", match.group().strip(), *match.span(), parts)]
        return []

    def _is_name(self, match: re.Match[str], tokens: Sequence[Surface]) -> bool:
        """Tell a road or a 동 from a word with a particle: "학동로 426" is one, "카드로 3" is not."""
        found = match.groupdict()
        if "lot" in found:
            stem = re.sub(r"\d*동?(?:\d가)?$", "", found["lot"])
            return f"{stem}동" in self._of or found["lot"][-1] == "가"
        if not found["road"].endswith("로"):
            return True
        at = match.end("road") - 1
        last = next((one for one in tokens if one.start <= at < one.end), None)
        stem = next((one for one in tokens if one.end == at), None)
        particle = last is not None and last.start == at and last.tag in _PARTICLES
        return not particle or (stem is not None and stem.tag == "NNP")
