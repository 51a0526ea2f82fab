"""초성: words typed by their first consonants (ㄷㅅㄱ 몇 시까지), read back as words of the training data."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from korean.hangul import is_syllable, letters

_RUN = re.compile("[ㄱ-ㅎ]{2,}")
_NOUNS = ("NNG", "NNP", "XSN", "XR")
_LONGEST_COMPOUND = 4
_CLEAR = 3
"""Consonants that hardly mean two words; shorter runs are read only when one word stands out."""
_STANDS_OUT = 0.6
_OFTEN = 3
_RARE_BESIDE = 4
"""A run that many training sentences contain is chat of its own (ㄱㄱ, ㅇㄷ) and stays as typed, unless its word is so
many times as frequent."""


class Initials:
    """Learn the nouns and compounds of sentences, given as morphemes (``form/tag``) in order."""

    def __init__(self, sentences: Iterable[Sequence[str]], texts: Iterable[str]) -> None:
        words: dict[str, Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            for word in {word for run in _noun_runs(sentence) for word in _compounds(run)}:
                words[initials(word)][word] += 1
        typed = Counter(run for text in texts for run in set(_RUN.findall(text)))
        self._words = {
            run: word
            for run, found in words.items()
            if typed[run] < max(_OFTEN, found.most_common(1)[0][1] / _RARE_BESIDE)
            and (word := _clear_word(run, found)) is not None
        }

    def read_back(self, text: str) -> str:
        """Put the word in the place of each run of consonants that means one; the rest stays as typed."""
        return _RUN.sub(lambda run: self._words.get(run[0], run[0]), text)


def initials(word: str) -> str:
    return "".join(letters(sign)[0] for sign in word)


def _clear_word(run: str, found: Counter[str]) -> str | None:
    word, times = found.most_common(1)[0]
    if len(set(run)) == 1 or times < 2:  # noqa: PLR2004 - once is chance
        return None
    return word if len(run) >= _CLEAR or times >= _STANDS_OUT * found.total() else None


def _noun_runs(sentence: Sequence[str]) -> list[list[str]]:
    """Give the stretches of nouns that follow each other."""
    runs: list[list[str]] = [[]]
    for morpheme in sentence:
        form, _, tag = morpheme.rpartition("/")
        if tag in _NOUNS and all(map(is_syllable, form)):
            runs[-1].append(form)
        elif runs[-1]:
            runs.append([])
    return runs


def _compounds(run: Sequence[str]) -> Iterable[str]:
    for start in range(len(run)):
        for end in range(start + 1, min(start + _LONGEST_COMPOUND, len(run)) + 1):
            word = "".join(run[start:end])
            if len(word) > 1:
                yield word
