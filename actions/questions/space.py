"""The space in which vectors are compared: centred, and its strongest directions softened.

Uncentred, the cosines of any two sentences lie near .85 and tell nothing. Softening (a whitening with exponent .3
instead of 1) keeps a few directions that say "an official's sentence" from outweighing the subject.
"""

from dataclasses import dataclass

import numpy as np

from actions.questions.vectors import Floats

_SOFTENING = 0.3
_WEAKEST = 0.05
"""Directions weaker than this share of the strongest are as weak as it: small banks do not know better."""


@dataclass(frozen=True)
class Space:
    question_mean: Floats
    passage_mean: Floats
    softening: Floats
    """Square matrix that both are multiplied with."""

    def questions(self, rows: Floats) -> Floats:
        return unit(unit(rows - self.question_mean) @ self.softening)

    def passages(self, rows: Floats) -> Floats:
        return unit(unit(rows - self.passage_mean) @ self.softening)


def learn(questions: Floats, passages: Floats) -> Space:
    """Give the space of a bank from vectors of questions like those that will come, and of its passages."""
    means = questions.mean(axis=0), passages.mean(axis=0)
    centred = np.vstack([unit(questions - means[0]), unit(passages - means[1])])
    strengths, directions = np.linalg.eigh(centred.T @ centred)
    lengths = np.sqrt(np.maximum(strengths, 0)) / max(float(np.sqrt(max(strengths[-1], 0))), 1e-9)
    softening = directions * np.maximum(lengths, _WEAKEST) ** -_SOFTENING
    return Space(means[0], means[1], softening.astype(np.float32))


def unit(rows: Floats) -> Floats:
    """Give ``rows`` with length one each; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    units: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return units
