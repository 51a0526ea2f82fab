"""The classifier that decides: a linear model over the blocks, and a vote of the nearest training sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.svm import LinearSVC

from korean.features import KINDS, Blocks, best_temperature, soften
from korean.neighbours import Neighbours

OUTSIDE = "out_of_scope"
_FOLDS = 3
_NEGLIGIBLE = 1e-3
"""Four in five weights are below this and decide nothing; without them the model is a third of the size."""


@dataclass(frozen=True)
class Options:
    """``neighbours_share`` (0–1) is the weight of the vote of the nearest training sentences.

    ``outside_bonus`` is added to the score of out_of_scope, which has few examples for how much there is outside.
    """

    blocks: tuple[str, ...] = KINDS
    neighbours_share: float = 0.0
    outside_bonus: float = 0.0
    C: float = 0.5
    min_df: int = 1


@dataclass(frozen=True)
class Said:
    """Texts as the classifier takes them, and what was found in each: its morphemes, its vector (a row)."""

    texts: Sequence[str]
    morphemes: Sequence[Sequence[str]]
    vectors: Any = None


class Hybrid:
    """Linear support vectors; one temperature, fitted on writers that were left out, turns scores into chances."""

    def __init__(self, options: Options, said: Said, truth: Sequence[str], writers: Sequence[str]) -> None:
        self._options = options
        self._mean = None if said.vectors is None else np.mean(said.vectors, axis=0)
        labels = np.asarray(truth)
        vectors = self._centred(said.vectors)
        self._blocks = Blocks(options.min_df, options.blocks)
        rows = self._blocks.fit(said.morphemes, said.texts, vectors)
        model = self._model().fit(rows, labels)
        self.labels: list[str] = [str(label) for label in model.classes_]
        self._weights = csr_matrix(np.where(np.abs(model.coef_.T) < _NEGLIGIBLE, 0, model.coef_.T), dtype=np.float32)
        self._bias = model.intercept_ + options.outside_bonus * (model.classes_ == OUTSIDE)
        self._temperature = self._calibrated(rows, labels, np.asarray(writers))
        columns = [self.labels.index(label) for label in labels]
        self._neighbours = None if vectors is None else Neighbours(vectors, columns, len(self.labels))

    def chances(self, said: Said) -> Any:
        """Give one row a text: the chance of each of ``labels``."""
        vectors = self._centred(said.vectors)
        rows = self._blocks.transform(said.morphemes, said.texts, vectors).astype(np.float32)
        chances = soften((rows @ self._weights).toarray() + self._bias, self._temperature)
        share = self._options.neighbours_share
        if self._neighbours is None or vectors is None or not share:
            return chances
        return (1 - share) * chances + share * self._neighbours.vote(vectors)

    def _centred(self, vectors: Any) -> Any:
        """Uncentred, the cosines of any two sentences lie near .85 and tell nothing."""
        if vectors is None or self._mean is None:
            return None
        centred = np.asarray(vectors) - self._mean
        return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-12)

    def _model(self) -> LinearSVC:
        return LinearSVC(C=self._options.C, tol=0.01, max_iter=200, random_state=7)

    def _calibrated(self, rows: Any, truth: Any, writers: Any) -> float:
        """Fit the temperature on a third that the model has not seen; a writer whom we know is never on both sides."""
        splitter: Any = GroupKFold(_FOLDS) if len(set(writers)) >= _FOLDS else StratifiedKFold(_FOLDS)
        seen, unseen = next(splitter.split(rows, truth, writers))
        model = self._model().fit(rows[seen], truth[seen])
        labels = list(model.classes_)
        if labels != self.labels:
            return 1.0
        return best_temperature(
            model.decision_function(rows[unseen]), np.array([labels.index(name) for name in truth[unseen]])
        )
