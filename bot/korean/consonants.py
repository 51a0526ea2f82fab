"""Whole messages in 초성 (ㄷㅅㄱ ㅂㄴ ㅇㅎ): a linear model that knows each training sentence by its first consonants.

It is asked only where most of a message is consonants, so it costs nothing elsewhere. As a block for every message
first consonants did harm.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from korean.features import soften
from korean.hangul import is_syllable, letters

_CONSONANT = re.compile("[ㄱ-ㅎ]")
_MOSTLY = 0.5
_SHARE = 0.65
"""Weight beside the other model. For two writers left out: .69 without, .92 with .5 to .8 (127 messages)."""
_TEMPERATURE = 0.15
_MOST = 60_000
_NEGLIGIBLE = 1e-2


class Consonants:
    """Learn texts and their labels; ``labels`` come in the order of the alphabet, as the other model's."""

    def __init__(self, texts: Sequence[str], truth: Sequence[str]) -> None:
        self._words = TfidfVectorizer(analyzer=_runs, sublinear_tf=True, min_df=2, max_features=_MOST)
        rows = self._words.fit_transform([first_letters(text) for text in texts])
        model = LinearSVC(C=0.5, tol=0.01, max_iter=200, random_state=7).fit(rows, truth)
        self.labels: list[str] = [str(label) for label in model.classes_]
        weights = np.where(np.abs(model.coef_.T) < _NEGLIGIBLE, 0, model.coef_.T)
        self._weights, self._bias = csr_matrix(weights, dtype=np.float32), model.intercept_

    def second(self, chances: Any, texts: Sequence[str]) -> Any:
        """Mix into ``chances`` (rows × labels) what the consonants say, in the rows of texts that are mostly such."""
        asked = [place for place, text in enumerate(texts) if mostly_consonants(text)]
        if not asked:
            return chances
        rows = self._words.transform([first_letters(texts[place]) for place in asked]).astype(np.float32)
        own = soften((rows @ self._weights).toarray() + self._bias, _TEMPERATURE)
        mixed = chances.copy()
        mixed[asked] = (1 - _SHARE) * chances[asked] + _SHARE * own
        return mixed


def mostly_consonants(text: str) -> bool:
    signs = [sign for sign in text if sign.isalpha()]
    return bool(signs) and sum(bool(_CONSONANT.match(sign)) for sign in signs) >= _MOSTLY * len(signs)


def first_letters(text: str) -> str:
    """Give the text with the first consonant in the place of each syllable; other signs stay."""
    return "".join(letters(sign)[0] if is_syllable(sign) else sign for sign in text)


def _runs(text: str) -> list[str]:
    """Give runs of up to six signs within a word and its edges, and of the whole without spaces."""
    words = [f" {word} " for word in text.split()]
    within = [
        word[start : start + size] for word in words for size in range(1, 7) for start in range(len(word) - size + 1)
    ]
    whole = "".join(text.split())
    return within + [
        "_" + whole[start : start + size] for size in range(2, 7) for start in range(len(whole) - size + 1)
    ]
