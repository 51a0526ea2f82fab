"""Names of papers that slipped on the keyboard (초번, 등뵨): the consonants that begin the syllables still stand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from korean.hangul import compact, is_syllable, letters

_SHORT = 3
"""Syllables up to which a name is so like everyday words (초반) that it counts only where a paper is asked for."""
_SURE_SLIPS = 3
"""So many syllables must be right for each that is wrong."""
_ASKED_FOR = re.compile(
    r"(?:[을를이가도은는좀]|하나만?|만|요)?\s*(?:좀\s*)?(?:"
    r"[한두세네\d]\s?(?:통|장|부)|하나|떼|뗄|뗘|띠|뽑|발급|출력|필요|신청|인쇄|주세요|줘)"
)
_WORDS = frozenset({"초반", "초보", "초봄", "초밥", "등반", "등분"})


@dataclass(frozen=True)
class Slip:
    """The paper that is meant, and where in the text."""

    value: str
    start: int
    end: int


class Names:
    """Holds ``names`` (as said, without spaces → what it means)."""

    def __init__(self, names: Mapping[str, str]) -> None:
        longest_first = sorted(names.items(), key=lambda pair: -len(pair[0]))
        self._names = [(name, _heads(name), value) for name, value in longest_first]

    def misspelt(self, text: str) -> Slip | None:
        """Find a name in ``text`` with wrong vowels or final consonants, the longest name first."""
        packed, places = compact(text)
        said_heads = _heads(packed)
        for name, heads, value in self._names:
            for at in _occurrences(said_heads, heads):
                said = packed[at : at + len(name)]
                start, end = places[at], places[at + len(name) - 1] + 1
                if _near(said, name) and (len(name) > _SHORT or _asked_for(text, said, start, end)):
                    return Slip(value, start, end)
        return None


def _asked_for(text: str, said: str, start: int, end: int) -> bool:
    alone = start == 0 or text[start - 1].isspace()
    return alone and said not in _WORDS and _ASKED_FOR.match(text, end) is not None


def _near(said: str, name: str) -> bool:
    wrong = [(one, other) for one, other in zip(said, name, strict=True) if one != other]
    return bool(wrong) and len(wrong) <= max(1, len(name) // _SURE_SLIPS) and all(_one_letter(*pair) for pair in wrong)


def _one_letter(one: str, other: str) -> bool:
    """Tell whether two syllables that begin alike share their vowel or their final consonant."""
    (_, vowel, final), (_, other_vowel, other_final) = (letters(sign).ljust(3) for sign in (one, other))
    return vowel == other_vowel or final == other_final


def _heads(word: str) -> str:
    """Take each syllable's first consonant; a sign that is none stands for itself."""
    return "".join(letters(sign)[0] if is_syllable(sign) else sign for sign in word)


def _occurrences(where: str, what: str) -> Iterator[int]:
    at = where.find(what)
    while at >= 0:
        yield at
        at = where.find(what, at + 1)
