"""Text as people type it, brought to one form. Pure: no offsets are kept, use it for features only."""

import re
import unicodedata

_FIRST_SYLLABLE = 0xAC00
_LAST_SYLLABLE = 0xD7A3
_FINALS = 28
_INITIAL = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINAL = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u3164\x00-\x08\x0b-\x1f]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Give composed text (NFC) in lower case: full-width signs plain, nothing invisible, runs of two, single spaces.

    Not NFKC: it would turn the jamo of ㅋㅋ and ㅇㅇ into conjoining ones, which no analyser knows.
    """
    composed = _FULL_WIDTH.sub(
        lambda found: unicodedata.normalize("NFKC", found[0]), unicodedata.normalize("NFC", text)
    )
    visible = _INVISIBLE.sub("", composed).lower()
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


def letters(text: str) -> str:
    """Take syllables apart into the letters that keys type: 등본 → ㄷㅡㅇㅂㅗㄴ. Other signs stay."""
    return "".join(_apart(sign) if is_syllable(sign) else sign for sign in text)


def _apart(syllable: str) -> str:
    rest, final = divmod(ord(syllable) - _FIRST_SYLLABLE, _FINALS)
    initial, vowel = divmod(rest, len(_VOWEL))
    return _INITIAL[initial] + _VOWEL[vowel] + _FINAL[final]
