"""A vote of the nearest training sentences: it knows meanings that the linear model has no words for."""

from typing import Any

import numpy as np

_VOTERS = 25
_SHARPNESS = 12.0
"""How much more a closer sentence counts: e to the power of this times the cosine."""
_OUTLINE = 96
"""Numbers of a vector's outline: the strongest quarter of directions has two thirds of what tells sentences apart."""
_CANDIDATES = 600
"""Sentences with the likest outlines, which are then looked at in full. All of them would take six times as long."""


class Neighbours:
    """Holds the training set: centred sentence vectors (rows of length one), the column of each one's label."""

    def __init__(self, vectors: Any, columns: Any, labels: int) -> None:
        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        self._columns, self._labels = np.asarray(columns), labels
        _, directions = np.linalg.eigh(self._vectors.T @ self._vectors)
        self._directions = np.ascontiguousarray(directions[:, -_OUTLINE:])
        self._outlines = self._vectors @ self._directions

    def vote(self, vectors: Any) -> Any:
        """Give one row a text: the share of each label among its nearest, closer ones counting more."""
        votes = np.zeros((len(vectors), self._labels))
        for row, vector in zip(votes, np.asarray(vectors, dtype=np.float32), strict=True):
            candidates = _most(self._outlines @ (vector @ self._directions), _CANDIDATES)
            likeness = self._vectors[candidates] @ vector
            nearest = _most(likeness, _VOTERS)
            np.add.at(row, self._columns[candidates[nearest]], np.exp(_SHARPNESS * (likeness[nearest] - 1)))
        return votes / np.maximum(votes.sum(axis=1, keepdims=True), 1e-12)


def _most(values: Any, wanted: int) -> Any:
    """Give the places of the ``wanted`` largest, in no order."""
    wanted = min(wanted, len(values))
    return np.argpartition(-values, wanted - 1)[:wanted]
