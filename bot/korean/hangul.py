"""Text as people type it, brought to one form. Pure: no offsets are kept, use it for features only."""

import re
import unicodedata

_FIRST_SYLLABLE = 0xAC00
_LAST_SYLLABLE = 0xD7A3
_FINALS = 28
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u3164\x00-\x08\x0b-\x1f]")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Give NFKC text in lower case, without invisible signs, runs of one sign cut to two, single spaces."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()
    return _SPACES.sub(" ", _LONG_RUN.sub(r"\1\1", visible)).strip()


def is_syllable(sign: str) -> bool:
    return len(sign) == 1 and _FIRST_SYLLABLE <= ord(sign) <= _LAST_SYLLABLE


def has_final(word: str) -> bool:
    """Tell whether the last syllable closes with a consonant (받침); False for what is not Hangul."""
    return bool(word) and is_syllable(word[-1]) and (ord(word[-1]) - _FIRST_SYLLABLE) % _FINALS != 0


def compact(text: str) -> tuple[str, list[int]]:
    """Drop white space; the list gives each kept sign's offset in ``text``."""
    kept = [place for place, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[place] for place in kept), kept
