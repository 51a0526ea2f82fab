"""How much each feature counts, and from which score on an answer is worth showing."""

from collections.abc import Mapping

import numpy as np

from actions.questions.index import FEATURES
from actions.questions.vectors import Floats

# Listwise logistic regression (softmax over the 200 nearest answers) on titles outside the measured sample; each title's
# features were computed with a bridge and hubs that did not know it. `tests/bench/questions.py` measures what comes of it.
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
THRESHOLD = 0.0

_ROW = np.array([WEIGHTS[name] for name in FEATURES], np.float32)


def score(features: Floats) -> Floats:
    """Give one score a column of ``features`` (a row a feature in the order of ``FEATURES``)."""
    scores: Floats = _ROW @ features
    return scores


def best(scores: Floats, limit: int) -> list[int]:
    """Give the places of the ``limit`` highest scores, best first; of equal ones the earlier."""
    order = np.argsort(-scores, kind="stable")[:limit]
    return [int(place) for place in order]
