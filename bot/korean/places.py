"""Districts (구), named or told from a 동, and addresses by road or lot. Pure; the 동 table is passed in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from korean.morphemes import Surface

_NUMBERED = r"(?:제?\d{1,2}|\d가)?동"
_CITY = r"(?:서울(?:특별)?시?\s*)?"
_NOT_A_COUNT = (
    r"(?!\d)(?!\s?(?:년|개|원|시|분|월|일|통|명|번(?!지)|장|가(?![가-힣]*\s?\d)|차|호선|회|살|층|주|달|대|만|천|"
    r"퍼센트|%|다산|으로|로\s))"
)
_NUMBER = r"(?P<number>\d{1,4}(?:-\d{1,4})?)(?:번지)?"
_ROAD = r"(?P<road>[가-힣]{2,8}(?:(?<!으)로|길)(?:\s?\d{1,3}[가-하]?길)?|[가-힣]{2,8}로\d{1,3}[가-하]?길)"
_LOT = r"(?P<lot>[가-힣]{1,6}(?:\d{1,2})?동(?:\d가)?|[가-힣]{1,5}로\d가)"
_LIVES_THERE = (
    r"(?=\s*(?:[.,!?~…]|$|이?(?:요|에요|예요|여요|야|라고)|입니다|인데|이고|쪽|사람|주민|"
    r"(?:에|에서)?\s*(?:사는|살아|살고|삽니다|살|거주)))"
)
"""What follows the bare name of a 구 (마포에 살아요) when it is not a station, a road or a market."""
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
    """The 동 of each 구 by what the lexicon says.

    ``districts`` maps 구 → names, ``everyday`` are names that count only after their 구, ``romanised`` maps a 구 in
    Latin letters without its -gu → 구.
    """

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self._of: dict[str, list[str]] = {}
        for district, names in lexicon["districts"].items():
            for name in names:
                self._of.setdefault(name, []).append(district)
        everyday = set(lexicon["everyday"])
        districts = "|".join(sorted(lexicon["districts"], key=len, reverse=True))
        stems = sorted((name.removesuffix("동") for name in self._of if name not in everyday), key=len, reverse=True)
        long, short = ([one for one in stems if (len(one) > 1) == wanted] for wanted in (True, False))
        self._district = re.compile(
            rf"(?:(?<![가-힣])|(?<=서울)|(?<=시))중구(?!난방)|(?:{districts.replace('|중구', '')})"
        )
        self._dong = re.compile(
            rf"(?P<stem>{'|'.join(long)}|(?<![가-힣])(?:{'|'.join(short)})){_NUMBERED}(?!생|안에|물|네)"
        )
        streets = [name for name in self._of if name.endswith("로")]
        self._street = re.compile(rf"(?P<street>{'|'.join(streets)})\s?\d가")
        bare = sorted((one.removesuffix("구") for one in lexicon["districts"] if len(one) > 2), key=len, reverse=True)  # noqa: PLR2004
        self._bare = re.compile(rf"(?:(?<![가-힣])|(?<=서울))(?P<bare>{'|'.join(bare)}){_LIVES_THERE}")
        self._romanised = {name.casefold(): district for name, district in lexicon["romanised"].items()}
        latin = "|".join(sorted(self._romanised, key=len, reverse=True))
        self._latin = re.compile(rf"(?<![a-z])(?P<latin>{latin})(?:[\s-]?gu|\s+district)(?![a-z])", re.IGNORECASE)
        before = rf"(?:(?<![가-힣\d])(?P<where>{_CITY}(?:(?P<district>{districts})\s*)?))"
        self._addresses = [re.compile(rf"{before}{kind}\s*{_NUMBER}{_NOT_A_COUNT}") for kind in (_LOT, _ROAD)]

    def find(self, text: str, tokens: Sequence[Surface]) -> list[Place]:
        """Give the places in ``text``, left to right. A 구 that is said beats what its 동 would tell."""
        return sorted([*self._find_addresses(text, tokens), *self._find_district(text)], key=lambda one: one.start)

    def _find_district(self, text: str) -> list[Place]:
        if said := self._district.search(text):
            return [Place("district", said.group(), *said.span())]
        if said := self._latin.search(text):
            return [Place("district", self._romanised[said["latin"].casefold()], *said.span())]
        bare = self._bare.search(text)
        named = [(match, f"{match['stem']}동") for match in self._dong.finditer(text)]
        named += [(match, match["street"]) for match in self._street.finditer(text)]
        for match, name in named:
            districts = self._of.get(name, [])
            if bare and f"{bare['bare']}구" in districts:
                break
            if districts:
                return [_district(districts, match)]
        return [Place("district", f"{bare['bare']}구", *bare.span())] if bare else []

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


def _district(districts: list[str], match: re.Match[str]) -> Place:
    if len(districts) == 1:
        return Place("district", districts[0], *match.span())
    return Place("ambiguous_district", districts, *match.span())
