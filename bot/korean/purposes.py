"""What a paper is for: a canonical purpose near a word of handing in, else the purpose as said (josa cut)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from korean.josa import cut

_NEAR = 14
_ASKED = re.compile(r"(?:용도|제출처|purpose)\s*(?:는|은|를|을|가|:)?\s*")
_AS_SAID = re.compile(
    r"(?:^|(?<=\s))(?P<what>[가-힣A-Za-z]{2,12}(?:\s[가-힣A-Za-z]{2,8})?)\s?"
    r"(?:(?P<hand>(?:에|에다|에다가|한테)?\s*제출)(?:용|하|할|해)|용(?:으로|도로|도|이|\s|$))"
)
_ALL = re.compile(r"[\s.,!~]*(?:제출|제출용|용|이요|요|에요|입니다|이에요|예요|에|에 낼 거|에 제출)?[\s.,!~요]*$")
_NOT_A_PURPOSE = {
    "제출",
    "발급",
    "본인",
    "기본",
    "무슨",
    "어떤",
    "개인",
    "다른",
    "온라인",
    "그냥",
    "이거",
    "서류",
    "제출처",
}


@dataclass(frozen=True)
class Purpose:
    value: str
    start: int
    end: int


def purpose(text: str, lexicon: Mapping[str, Any], taken: list[tuple[int, int]]) -> Purpose | None:
    """Find the purpose in ``text``. ``taken``: offsets of other entities; ``lexicon``: purposes.yml as read."""
    return _canonical(text, lexicon, taken) or _as_said(text, taken)


def _canonical(text: str, lexicon: Mapping[str, Any], taken: list[tuple[int, int]]) -> Purpose | None:
    lowered = text.lower()
    for value, words in lexicon["purposes"].items():
        for word in sorted(words, key=len, reverse=True):
            start = lowered.find(word.lower())
            end = start + len(word)
            if start < 0 or _overlaps(start, end, taken):
                continue
            if _handed_in(lowered, start, end, lexicon["handing_in"]):
                return Purpose(value, start, end)
    return None


def _handed_in(text: str, start: int, end: int, words: list[str]) -> bool:
    after = text[end : end + _NEAR]
    if re.match(r"(?:용|제출|에\s*제출)", after) or _ASKED.search(text[:start]):
        return True
    alone = not text[:start].strip(" ,.") and bool(_ALL.match(after)) and len(text) - end <= _NEAR
    return alone or any(word in after for word in words)


def _as_said(text: str, taken: list[tuple[int, int]]) -> Purpose | None:
    match = _AS_SAID.search(text)
    if match is None or _overlaps(*match.span("what"), taken):
        return None
    what = cut(match["what"].strip())
    if what in _NOT_A_PURPOSE or what.split()[-1] in _NOT_A_PURPOSE:
        return None
    value = f"{what} 제출" if match["hand"] else what
    return Purpose(value, match.start("what"), match.start("what") + len(what))


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)
