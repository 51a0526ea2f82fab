"""What is known of a bank's answers, as arrays: enough to give each answer its features for a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from actions.questions.answer import Answer
from actions.questions.lexical import Postings
from actions.questions.morphemes import letters
from actions.questions.space import Space, unit
from actions.questions.vectors import Floats

FEATURES = (
    "words",  # BM25 over morphemes
    "characters",  # share of the question's pairs and triples of signs that the answer contains, by rarity
    "length",  # logarithm of the answer's morphemes
    "passage",  # cosine with the nearest passage
    "whole",  # cosine with the mean of the passages
    "bridged",  # the same after the question was carried over to where answers to such questions lie
    "words_hub",  # what foreign questions score here: an answer near to everything is an answer to nothing
    "passage_hub",
    "whole_hub",
)


@dataclass(frozen=True, slots=True)
class Question:
    terms: Sequence[str]
    characters: Sequence[str]
    vector: Floats
    """One row of the vector model, as it comes."""


@dataclass(frozen=True)
class Index:
    """``starts[i]`` is the first row of answer ``i`` in ``passages``; every answer has at least one."""

    answers: tuple[Answer, ...]
    words: Postings
    characters: Postings
    lengths: Floats
    space: Space
    passages: Floats
    starts: NDArray[np.int64]
    bridge: Floats
    hubs: Floats
    """Rows: words, passage, whole. Columns: answers."""

    @cached_property
    def wholes(self) -> Floats:
        """Give one row an answer: the direction of the mean of its passages."""
        return unit(np.add.reduceat(self.passages, self.starts, axis=0))

    @cached_property
    def titled(self) -> Mapping[str, list[int]]:
        """Give the places of the answers with a title, by the title's letters alone."""
        places: dict[str, list[int]] = {}
        for place, answer in enumerate(self.answers):
            places.setdefault(letters(answer.title), []).append(place)
        return places

    def features(self, question: Question) -> Floats:
        """Give a row a feature in the order of ``FEATURES``, a column an answer."""
        words, _ = self.words.score(question.terms)
        _, characters = self.characters.score(question.characters)
        vector = self.space.questions(question.vector[None, :])
        passage, whole = self.near(vector)
        bridged = (unit(vector @ self.bridge) @ self.wholes.T)[0]
        return np.vstack([words, characters, self.lengths, passage[0], whole[0], bridged, self.hubs])

    def near(self, vectors: Floats) -> tuple[Floats, Floats]:
        """Give cosines of vectors in the space, a row each, with each answer's nearest passage and with its whole."""
        nearest = np.maximum.reduceat(vectors @ self.passages.T, self.starts, axis=1)
        return nearest.astype(np.float32), vectors @ self.wholes.T
