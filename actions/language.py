"""In which language a turn is answered: what is written tells it, else the page, else what held before.

Pure; words in language.yml.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from actions.turn import Turn

SLOT, KOREAN, ENGLISH = "language", "ko", "en"
"""The engine says a response's English variation where the slot holds ``en``."""
_WORDS: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("language.yml").read_text("utf-8"))
_ALONE, _SMALL, _ENDING = frozenset(_WORDS["alone"]), frozenset(_WORDS["small"]), re.compile(_WORDS["ending"])
_LATIN, _HANGUL = re.compile(r"[A-Za-z]"), re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_WORD, _KOREAN_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?"), re.compile(r"[A-Za-z]*[가-힣]+")
_SHORT_NAME = re.compile(r"[A-Z]{1,3}")
"""LH, PDF, KTX: names that Koreans write so too. "I" is one as well, and no loss."""
_MOSTLY = 0.6
_SYLLABLE = 2
"""Letters that one sign of Hangul stands for, at least: "Seoul Pay 어떻게 써요" is Korean."""
_ENOUGH = 2


def in_english(turn: Turn) -> bool:
    """Tell what the reception found for this turn."""
    return bool(turn.slot(SLOT) == ENGLISH)


def found(turn: Turn) -> str | None:
    """Give the language of the newest written message, else what the page was set to, else the one before."""
    newest = next((past.text for past in turn.before if not past.pressed), "") if turn.pressed else turn.text
    return written(newest) or turn.page_language or turn.slot(SLOT)


def written(text: str) -> str | None:
    """Give the language that ``text`` clearly shows; None for a name, a number or a single word."""
    if is_english(text):
        return ENGLISH
    return KOREAN if _is_korean(text) else None


def is_english(text: str) -> bool:
    """Tell whether ``text`` has two words in Latin letters, no short names, and is mostly that.

    With a Korean name in it ("I need 등본") two small words of English tell it.
    """
    said = _WORD.findall(text)
    latin, hangul = len(_LATIN.findall(text)), _SYLLABLE * len(_HANGUL.findall(text))
    words = [word for word in said if not _SHORT_NAME.fullmatch(word)]
    if len(words) >= _ENOUGH and latin >= _MOSTLY * (latin + hangul):
        return True
    small = [word for word in said if word.lower() in _SMALL]
    if len(small) >= _ENOUGH and len(said) > len(_KOREAN_WORD.findall(text)):
        return True
    return not hangul and len(said) == 1 and said[0].lower() in _ALONE


def _is_korean(text: str) -> bool:
    words = _KOREAN_WORD.findall(text)
    return len(words) >= _ENOUGH or any(_ENDING.search(word) for word in words)
