"""How much each feature counts, and from which score on an answer is worth showing."""

from collections.abc import Mapping

import numpy as np

from actions.questions.index import FEATURES
from actions.questions.vectors import Floats

# Listwise logistic regression (softmax over the 200 nearest answers) on titles outside the measured sample, features of
# each computed with a bridge and hubs that did not know it. What comes of it is measured in `tests/bench/questions.py`.
WEIGHTS: Mapping[str, float] = {
    "words": 0.566,
    "characters": 3.712,
    "length": -0.446,
    "passage": 8.345,
    "whole": 3.651,
    "bridged": 6.618,
    "words_hub": -0.397,
    "passage_hub": -5.092,
    "whole_hub": -12.253,
}
THRESHOLD = 1.0
"""Invented small talk mostly stays below it, an answer's own title lies above 7."""
SAME_TITLE = 20.0
"""What an answer gets on top when its title is the question, however long it is itself."""

_ROW = np.array([WEIGHTS[name] for name in FEATURES], np.float32)


def score(features: Floats) -> Floats:
    """Give one score a column of ``features`` (a row a feature in the order of ``FEATURES``)."""
    scores: Floats = _ROW @ features
    return scores


def best(scores: Floats, limit: int) -> list[int]:
    """Give the places of the ``limit`` highest scores, best first; of equal ones the earlier."""
    order = np.argsort(-scores, kind="stable")[:limit]
    return [int(place) for place in order]
