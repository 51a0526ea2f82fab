"""Whether somebody writes English, and what is said to that beside the engine's Korean responses. Pure; english.yml."""

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from actions.outcome import Say
from actions.turn import Turn

_SENTENCES: Mapping[str, str] = yaml.safe_load(Path(__file__).with_name("english.yml").read_text("utf-8"))
_LATIN, _HANGUL = re.compile(r"[A-Za-z]"), re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_SHORT_NAME = re.compile(r"[A-Z]{1,3}")
"""LH, PDF, KTX: names that Koreans write so too. "I" is one as well, and no loss."""
_MOSTLY = 0.6
_SYLLABLE = 2
"""Letters that one sign of Hangul stands for, at least: "Seoul Pay 어떻게 써요" is Korean."""
_ENOUGH = 2


def is_english(text: str) -> bool:
    """Tell whether ``text`` is mostly Latin letters and has at least two words that are not short names."""
    latin, hangul = len(_LATIN.findall(text)), _SYLLABLE * len(_HANGUL.findall(text))
    words = [word for word in _WORD.findall(text) if not _SHORT_NAME.fullmatch(word)]
    return len(words) >= _ENOUGH and latin >= _MOSTLY * (latin + hangul)


def in_english(turn: Turn) -> bool:
    """Tell it of the newest message that was written; a button has no language of its own."""
    if not turn.pressed:
        return is_english(turn.text)
    return is_english(next((past.text for past in turn.before if not past.pressed), ""))


def beside(turn: Turn, response: str) -> tuple[Say, ...]:
    """Give the English sentence that goes before ``response``, to who writes English and where there is one."""
    sentence = _SENTENCES.get(response) if in_english(turn) else None
    return (Say("utter_follow_up", {"answer": sentence}),) if sentence else ()
