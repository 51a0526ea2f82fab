"""The blocks of the linear intent classifier, each of length one: morphemes, characters, letters, vector."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from korean.hangul import letters

Vectors = Any
"""A dense array, one row a text."""

_LETTERS = 150_000
"""Most frequent letter runs that are kept: more of them gained nothing."""


class Blocks:
    """Fit on training texts, then turn texts into rows. The dense block may be left out (``vectors=None``).

    Letters (jamo without spaces) see through slips of the finger and missing spaces, where syllables differ.
    """

    def __init__(self, min_df: int = 1, *, with_letters: bool = False) -> None:
        self.morphemes = TfidfVectorizer(analyzer=_words, sublinear_tf=True, min_df=min_df)
        self.characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=min_df)
        self.letters = TfidfVectorizer(
            analyzer="char", ngram_range=(3, 7), sublinear_tf=True, min_df=max(min_df, 2), max_features=_LETTERS
        )
        self._with_letters = with_letters

    def fit(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str], vectors: Vectors | None) -> Any:
        for block, inputs in self._inputs(morphemes, texts):
            block.fit(inputs)
        return self.transform(morphemes, texts, vectors)

    def transform(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str], vectors: Vectors | None) -> Any:
        sparse = [block.transform(inputs) for block, inputs in self._inputs(morphemes, texts)]
        dense = [] if vectors is None else [csr_matrix(normalize(np.asarray(vectors, dtype=np.float64)))]
        return hstack([*sparse, *dense]).tocsr()

    def _inputs(self, morphemes: Any, texts: Sequence[str]) -> list[tuple[TfidfVectorizer, Any]]:
        blocks = [(self.morphemes, morphemes), (self.characters, texts)]
        if self._with_letters:
            blocks.append((self.letters, [letters("".join(text.split())) for text in texts]))
        return blocks


def _words(morphemes: Sequence[str]) -> list[str]:
    """Give single morphemes and pairs."""
    return [*morphemes, *(f"{one} {other}" for one, other in pairwise(morphemes))]


def soften(scores: Any, temperature: float) -> Any:
    """Turn decision scores (rows × labels) into probabilities: softmax of scores / temperature."""
    scaled = np.asarray(scores) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(scores: Any, truth: Any, choices: Sequence[float] = tuple(np.geomspace(0.02, 5, 50))) -> float:
    """Choose the temperature with the least log loss; ``truth`` are column numbers."""
    rows = np.arange(len(truth))
    losses = [-np.log(soften(scores, choice)[rows, truth] + 1e-12).mean() for choice in choices]
    return float(choices[int(np.argmin(losses))])
