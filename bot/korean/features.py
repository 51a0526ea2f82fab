"""The blocks of the linear intent classifier, each of length one: morphemes, characters, letters, vector."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from math import log, sqrt
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from korean.hangul import letters

Vectors = Any
"""A dense array, one row a text."""

KINDS = ("morphemes", "characters", "letters", "vectors")
_MOST = 150_000
"""Most frequent features of a kind that are kept: more of them gained nothing."""


class Blocks:
    """Fit on training texts, then turn texts into rows. ``kinds`` are the blocks wanted, of KINDS.

    Letters (jamo without spaces) see through slips of the finger and missing spaces, where syllables differ.
    """

    def __init__(self, min_df: int = 1, kinds: Collection[str] = KINDS) -> None:
        least = {"morphemes": min_df, "characters": min_df, "letters": max(min_df, 2)}
        self._blocks = {kind: _Block(_FEATURES[kind], least[kind]) for kind in KINDS if kind in kinds and kind in least}
        self._dense = "vectors" in kinds

    def fit(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str], vectors: Vectors | None) -> Any:
        """Learn the vocabularies and give the rows."""
        for block in self._blocks.values():
            block.fit(morphemes, texts)
        return self.transform(morphemes, texts, vectors)

    def transform(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str], vectors: Vectors | None) -> Any:
        sparse = self._sparse(morphemes, texts)
        if not self._dense or vectors is None:
            return sparse
        return hstack([sparse, csr_matrix(_of_length_one(np.asarray(vectors, dtype=np.float64)))]).tocsr()

    def _sparse(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str]) -> Any:
        """Set the blocks side by side, a row at a time: building matrices would cost more than counting."""
        columns: list[int] = []
        weights: list[float] = []
        ends = [0]
        for spoken, text in zip(morphemes, texts, strict=True):
            before = 0
            for block in self._blocks.values():
                found = block.weigh(spoken, text)
                columns += [before + column for column, _ in found]
                weights += [weight for _, weight in found]
                before += block.size
            ends.append(len(columns))
        size = sum(block.size for block in self._blocks.values())
        return csr_matrix((weights, columns, ends), shape=(len(texts), size), dtype=np.float64)


class _Block:
    """TF-IDF with damped counts over one kind of feature, each row of length one."""

    def __init__(self, features: Callable[[Sequence[str], str], list[str]], least: int) -> None:
        self._features, self._least = features, least
        self._known: dict[str, tuple[int, float]] = {}

    @property
    def size(self) -> int:
        return len(self._known)

    def fit(self, morphemes: Sequence[Sequence[str]], texts: Sequence[str]) -> None:
        """Keep the features that enough texts have, with their rarity."""
        having: Counter[str] = Counter()
        for spoken, text in zip(morphemes, texts, strict=True):
            having.update(dict.fromkeys(self._features(spoken, text), 1))
        kept = [(name, times) for name, times in having.most_common(_MOST) if times >= self._least]
        self._known = {
            name: (place, log((1 + len(texts)) / (1 + times)) + 1) for place, (name, times) in enumerate(kept)
        }

    def weigh(self, morphemes: Sequence[str], text: str) -> list[tuple[int, float]]:
        """Give the columns of the known features in one text, with their weights."""
        known = self._known
        counts = Counter(name for name in self._features(morphemes, text) if name in known)
        found = [(known[name][0], (1 + log(times)) * known[name][1]) for name, times in counts.items()]
        length = sqrt(sum(weight * weight for _, weight in found)) or 1.0
        return [(column, weight / length) for column, weight in found]


def _words(morphemes: Sequence[str], _: str) -> list[str]:
    """Give single morphemes and pairs."""
    return [*morphemes, *(f"{one} {other}" for one, other in pairwise(morphemes))]


def _characters(_: Sequence[str], text: str) -> list[str]:
    """Give runs of up to four signs within a word and its edges."""
    return [run for word in text.split() for run in _runs(f" {word} ", 1, 4)]


def _letters(_: Sequence[str], text: str) -> list[str]:
    return list(_runs(letters("".join(text.split())), 3, 7))


def _runs(text: str, least: int, most: int) -> Iterator[str]:
    for length in range(least, most + 1):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


_FEATURES = {"morphemes": _words, "characters": _characters, "letters": _letters}


def _of_length_one(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


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
