"""The blocks of the linear intent classifier, each of length one: morphemes, characters, letters, vector."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from korean.hangul import letters

Vectors = Any
"""A dense array, one row a text."""

KINDS = ("morphemes", "characters", "letters", "vectors")
_LETTERS = 150_000
"""Most frequent letter runs that are kept: more of them gained nothing."""


class Blocks:
    """Fit on training texts, then turn texts into rows. ``kinds`` are the blocks wanted, of KINDS.

    Letters (jamo without spaces) see through slips of the finger and missing spaces, where syllables differ.
    """

    def __init__(self, min_df: int = 1, kinds: Collection[str] = KINDS) -> None:
        rare = {"min_df": max(min_df, 2), "max_features": _LETTERS}
        known = {
            "morphemes": CountVectorizer(analyzer=_words, min_df=min_df),
            "characters": CountVectorizer(analyzer="char_wb", ngram_range=(1, 4), min_df=min_df),
            "letters": CountVectorizer(analyzer="char", ngram_range=(3, 7), **rare),
        }
        self._blocks = {kind: _Block(counter) for kind, counter in known.items() if kind in kinds}
        self._dense = "vectors" in kinds

    def fit(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str], vectors: Vectors | None) -> Any:
        """Learn the vocabularies and give the rows."""
        inputs = _inputs(morphemes, texts)
        return self._joined([block.fit(inputs[kind]) for kind, block in self._blocks.items()], vectors)

    def transform(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str], vectors: Vectors | None) -> Any:
        inputs = _inputs(morphemes, texts)
        return self._joined([block.transform(inputs[kind]) for kind, block in self._blocks.items()], vectors)

    def _joined(self, sparse: list[Any], vectors: Vectors | None) -> Any:
        wanted = self._dense and vectors is not None
        dense = [csr_matrix(normalize(np.asarray(vectors, dtype=np.float64)))] if wanted else []
        return hstack([*sparse, *dense]).tocsr()


class _Block:
    """TF-IDF as scikit-learn's, with counts damped; its own looks at every known feature for every text."""

    def __init__(self, counter: CountVectorizer) -> None:
        self._counter = counter

    def fit(self, inputs: Any) -> Any:
        counts = self._counter.fit_transform(inputs)
        texts, found = counts.shape[0], np.bincount(counts.indices, minlength=counts.shape[1])
        self._rarity = np.log((1 + texts) / (1 + found)) + 1
        return self._weighed(counts)

    def transform(self, inputs: Any) -> Any:
        return self._weighed(self._counter.transform(inputs))

    def _weighed(self, counts: Any) -> Any:
        rows = counts.astype(np.float64)
        rows.data = (1 + np.log(rows.data)) * self._rarity[rows.indices]
        return normalize(rows)


def _inputs(morphemes: Sequence[Sequence[str]], texts: Sequence[str]) -> dict[str, Any]:
    return {
        "morphemes": morphemes,
        "characters": texts,
        "letters": [letters("".join(text.split())) for text in texts],
    }


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
