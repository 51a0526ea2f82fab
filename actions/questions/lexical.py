"""BM25 over an inverted index in four arrays.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). K1 and B were tuned on questions
outside the measured sample: answers of all lengths want full length normalisation.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.questions.vectors import Floats

K1, B = 1.5, 0.95
_SEPARATOR = "\n"


@dataclass(frozen=True)
class Postings:
    """Term ``t`` stands in documents ``places[starts[t]:starts[t + 1]]``, with BM25 ``weights`` at the same places."""

    terms: tuple[str, ...]
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: Floats
    rarity: Floats
    """Inverse document frequency a term."""
    documents: int

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self.terms)}

    @cached_property
    def _unknown(self) -> float:
        return float(self.rarity.max(initial=1.0))

    def score(self, question: Sequence[str]) -> tuple[Floats, Floats]:
        """Give BM25 a document, over the root of the question's weight, and the share of that weight it contains."""
        bm25, present = np.zeros(self.documents, np.float32), np.zeros(self.documents, np.float32)
        whole = 0.0
        for term in dict.fromkeys(question):
            number = self._numbers.get(term)
            if number is None:
                whole += self._unknown
                continue
            at = slice(self.starts[number], self.starts[number + 1])
            bm25[self.places[at]] += self.weights[at]
            present[self.places[at]] += self.rarity[number]
            whole += float(self.rarity[number])
        whole = whole or 1.0
        return bm25 / np.float32(whole**0.5), present / np.float32(whole)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Give what ``restore`` needs, each array under ``name``."""
        words = np.frombuffer(_SEPARATOR.join(self.terms).encode(), np.uint8)
        kept: dict[str, NDArray[Any]] = {"terms": words, "starts": self.starts, "places": self.places}
        kept |= {"weights": self.weights, "rarity": self.rarity, "documents": np.array(self.documents)}
        return {f"{name}_{key}": array for key, array in kept.items()}


def restore(arrays: Any, name: str) -> Postings:
    words = arrays[f"{name}_terms"].tobytes().decode()
    return Postings(
        tuple(words.split(_SEPARATOR)) if words else (),
        arrays[f"{name}_starts"],
        arrays[f"{name}_places"],
        arrays[f"{name}_weights"],
        arrays[f"{name}_rarity"],
        int(arrays[f"{name}_documents"]),
    )


def build(documents: Sequence[Sequence[str]]) -> Postings:
    """Index ``documents`` (at least one), each a list of terms without line breaks."""
    counts = [Counter(document) for document in documents]
    lengths = np.array([len(document) for document in documents], np.float32)
    terms = tuple(sorted({term for count in counts for term in count}))
    numbers = {term: number for number, term in enumerate(terms)}
    triples = [(numbers[term], place, n) for place, count in enumerate(counts) for term, n in count.items()]
    table = np.array(sorted(triples), np.int64).reshape(-1, 3)
    frequency = np.bincount(table[:, 0], minlength=len(terms))
    rarity = np.log1p((len(counts) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    often, long = table[:, 2], lengths[table[:, 1]] / max(float(lengths.mean()), 1.0)
    weights = often * (K1 + 1) / (often + K1 * (1 - B + B * long)) * rarity[table[:, 0]]
    starts = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
    return Postings(terms, starts, table[:, 1].astype(np.int32), weights.astype(np.float32), rarity, len(counts))
