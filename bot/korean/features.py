"""The blocks that the linear intent classifier stands on, each of length one: morphemes, characters, vector."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

Vectors = Any
"""A dense array, one row a text."""


class Blocks:
    """Fit on training texts, then turn texts into rows. The dense block may be left out (``vectors=None``)."""

    def __init__(self, min_df: int = 1) -> None:
        self.morphemes = TfidfVectorizer(analyzer=_words, sublinear_tf=True, min_df=min_df)
        self.characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=min_df)

    def fit(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str], vectors: Vectors | None) -> Any:
        return self._stack(self.morphemes.fit_transform(morphemes), self.characters.fit_transform(texts), vectors)

    def transform(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str], vectors: Vectors | None) -> Any:
        return self._stack(self.morphemes.transform(morphemes), self.characters.transform(texts), vectors)

    @staticmethod
    def _stack(morphemes: Any, characters: Any, vectors: Vectors | None) -> Any:
        dense = [] if vectors is None else [csr_matrix(normalize(np.asarray(vectors, dtype=np.float64)))]
        return hstack([morphemes, characters, *dense]).tocsr()


def _words(morphemes: Sequence[str]) -> list[str]:
    """Give single morphemes and pairs."""
    return [*morphemes, *(f"{one} {other}" for one, other in pairwise(morphemes))]


def soften(scores: Any, temperature: float) -> Any:
    """Turn decision scores (rows × labels) into probabilities: softmax of scores / temperature."""
    scaled = np.asarray(scores) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(scores: Any, truth: Any, choices: Sequence[float] = tuple(np.geomspace(0.2, 5, 40))) -> float:
    """Choose the temperature with the least log loss; ``truth`` are column numbers."""
    rows = np.arange(len(truth))
    losses = [-np.log(soften(scores, choice)[rows, truth] + 1e-12).mean() for choice in choices]
    return float(choices[int(np.argmin(losses))])
