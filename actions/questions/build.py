"""From answers to an index: morphemes, vectors, the space, the bridge and the hubs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Protocol

import numpy as np
import yaml

from actions.questions import lexical, space
from actions.questions.answer import Answer
from actions.questions.index import Index, Question
from actions.questions.morphemes import characters
from actions.questions.plain import one_line, passages
from actions.questions.vectors import SIZE, Floats, Vectors

_COMMON = Path(__file__).with_name("common.yml")
_POOL = 2_000
"""Titles that stand for the questions to come; of a larger bank a seeded sample."""
_BRIDGE_PAIRS = 200
"""Fewer pairs of title and answer than this teach nothing about others."""
_RIDGE = 100.0
_NEIGHBOURS = 10
_BATCH = 128

Advance = Callable[[int], None]


class Terms(Protocol):
    def terms(self, text: str) -> list[str]: ...


@dataclass(frozen=True)
class Tools:
    morphemes: Terms
    vectors: Vectors


@dataclass(frozen=True)
class Pool:
    """Questions like those that will come: titles of the bank (with their answers' places) and common ones (-1)."""

    questions: tuple[Question, ...]
    owners: tuple[int, ...]

    @property
    def rows(self) -> Floats:
        return np.stack([question.vector for question in self.questions])


def build(
    answers: Sequence[Answer],
    tools: Tools,
    advance: Advance = lambda _n: None,
    *,
    with_titles: bool = True,
    pool: Sequence[int] | None = None,
) -> Index:
    """Index ``answers`` (at least one). ``advance`` hears of each answer whose words were read.

    Titles are searched too, unless ``with_titles`` is off. Only the titles of ``pool`` teach (default: a sample).
    """
    texts = [(f"{each.title}\n" if with_titles else "") + each.content for each in answers]
    terms = [_terms(text, tools, advance) for text in texts]
    cut = [([each.title] if with_titles else []) + passages(each.content) for each in answers]
    rows = tools.vectors.passages([passage for some in cut for passage in some])
    asked = _pool(answers, tools, pool)
    where = space.learn(asked.rows, rows)
    index = Index(
        answers=tuple(answers),
        words=lexical.build(terms),
        characters=lexical.build([characters(one_line(text)) for text in texts]),
        lengths=np.log1p(np.array([len(each) for each in terms], np.float32)),
        space=where,
        passages=where.passages(rows),
        starts=np.cumsum([0, *(len(some) for some in cut[:-1])]),
        bridge=np.eye(SIZE, dtype=np.float32),
        hubs=np.zeros((3, len(answers)), np.float32),
    )
    return replace(index, bridge=_bridge(index, asked), hubs=_hubs(index, asked))


def vectors_needed(answers: Sequence[Answer]) -> int:
    """Give how many texts ``build`` will have read by the vector model."""
    return sum(1 + len(passages(each.content)) for each in answers) + min(len(answers), _POOL) + len(_common())


def _terms(text: str, tools: Tools, advance: Advance) -> list[str]:
    advance(1)
    return tools.morphemes.terms(text)


def _pool(answers: Sequence[Answer], tools: Tools, pool: Sequence[int] | None) -> Pool:
    owners = list(range(len(answers))) if pool is None else list(pool)
    owners = sorted(Random(_POOL).sample(owners, min(len(owners), _POOL)))  # noqa: S311 - a sample, no secret
    common = _common()
    texts = [answers[owner].title for owner in owners] + common
    vectors = tools.vectors.questions(texts)
    questions = [
        Question(tools.morphemes.terms(text), characters(text), vector)
        for text, vector in zip(texts, vectors, strict=True)
    ]
    return Pool(tuple(questions), (*owners, *(-1 for _ in common)))


def _common() -> list[str]:
    common: list[str] = yaml.safe_load(_COMMON.read_text())
    return common


def _bridge(index: Index, pool: Pool) -> Floats:
    """Ridge regression from titles to their answers: a question, and where in the space answers to its like lie."""
    owners = np.array([owner for owner in pool.owners if owner >= 0])
    if len(owners) < _BRIDGE_PAIRS:
        return index.bridge
    asked, answered = index.space.questions(pool.rows)[: len(owners)], index.wholes[owners]
    bridge = np.linalg.solve(asked.T @ asked + _RIDGE * np.eye(SIZE), asked.T @ answered)
    return bridge.astype(np.float32)


def _hubs(index: Index, pool: Pool) -> Floats:
    """Mean of the ten best scores that the pool's questions reach at each answer, its own title left out."""
    count = len(index.answers)
    best = np.full((3, _NEIGHBOURS, count), -np.inf, np.float32)
    vectors = index.space.questions(pool.rows)
    for begun in range(0, len(pool.questions), _BATCH):
        some = slice(begun, begun + _BATCH)
        words = np.stack([index.words.score(question.terms)[0] for question in pool.questions[some]])
        scores = np.stack([words, *index.near(vectors[some])])
        for row, owner in enumerate(pool.owners[some]):
            if owner >= 0:
                scores[:, row, owner] = -np.inf
        best = np.partition(np.concatenate([best, scores], axis=1), -_NEIGHBOURS, axis=1)[:, -_NEIGHBOURS:]
    hubs: Floats = best.mean(axis=1)
    return hubs
