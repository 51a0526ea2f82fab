"""How often a question of the operator's file finds its own answer, from its answers' words alone, and how fast.

The file stays outside the repository: ``MINWON_QUESTIONS_CSV`` names it. A seeded sample of its titles is asked; no
title is in the index, and only titles outside the sample teach the bridge and the hubs.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np

from actions.questions import ranking, rows
from actions.questions.bank import open_tools
from actions.questions.build import Tools, build
from actions.questions.cache import VectorCache
from actions.questions.index import Index, Question
from actions.questions.morphemes import characters
from actions.questions.vectors import Floats
from tests.bench.figures import Figure, figure, wall_ms

SAMPLE = 800
_SEED = 800
_TYPO_RATE = 0.06
_TIMED = 60
_FINALS = 28
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3

Scores = Callable[[Floats], Floats]


def measure(csv_path: Path, cache: Path | None = None) -> list[Figure]:
    """Measure on the file ``csv_path``. ``cache`` keeps vectors between runs (default: the temporary folder)."""
    answers = rows.read(csv_path, csv_path.stem).answers
    sample = sorted(Random(_SEED).sample(range(len(answers)), min(SAMPLE, len(answers) // 2)))  # noqa: S311 - repeatable
    outside = sorted(set(range(len(answers))) - set(sample))
    opened = open_tools()
    vectors = VectorCache(cache or Path(tempfile.gettempdir()) / "minwon-bench-vectors.npz", opened.vectors)
    tools = Tools(opened.morphemes, vectors)
    contents = build(answers, tools, with_titles=False, pool=outside)
    whole = build(answers, tools)
    vectors.save()
    return [
        *_ablation(contents, sample, tools),
        *_noise(contents, whole, sample, tools),
        _speed(whole, [answers[place].title for place in sample], opened),
    ]


def _ablation(index: Index, sample: Sequence[int], tools: Tools) -> Iterator[Figure]:
    asked = [_features(index, index.answers[place].title, tools) for place in sample]
    ways: dict[str, Scores] = {
        "BM25 over morphemes": lambda features: features[0],
        "character pairs and triples": lambda features: features[1],
        "nearest passage": lambda features: features[3],
        "all, weighted": ranking.score,
    }
    for name, score in ways.items():
        yield _share(f"questions: {name}", [_place(index, score(f), own) for f, own in zip(asked, sample, strict=True)])
    first = [_place(index, ranking.score(f), own) for f, own in zip(asked, sample, strict=True)]
    yield _share("questions: all, weighted, first", first, within=1)


def _noise(contents: Index, whole: Index, sample: Sequence[int], tools: Tools) -> Iterator[Figure]:
    random = Random(_SEED)  # noqa: S311 - repeatable
    noises: dict[str, Callable[[str], str]] = {
        "no spaces": lambda title: title.replace(" ", ""),
        "typos": lambda title: _typos(title, random),
    }
    for name, noise in noises.items():
        texts = [noise(contents.answers[place].title) for place in sample]
        for kind, index in (("contents only", contents), ("with titles", whole)):
            scores = (ranking.score(_features(index, text, tools)) for text in texts)
            yield _share(
                f"questions: {name}, {kind}", [_place(index, s, own) for s, own in zip(scores, sample, strict=True)]
            )


def _speed(index: Index, titles: Sequence[str], tools: Tools) -> Figure:
    asked = iter(titles * 2)
    samples = wall_ms(lambda: ranking.score(_features(index, next(asked), tools)), _TIMED)
    return figure("questions: one search", samples, "ms", f"{len(index.answers)} answers")


def _features(index: Index, text: str, tools: Tools) -> Floats:
    vector = tools.vectors.questions([text])[0]
    return index.features(Question(tools.morphemes.terms(text), characters(text), vector))


def _place(index: Index, scores: Floats, own: int) -> int:
    """Count the other answer texts that stand before the own one, or beside it."""
    content = index.answers[own].content
    reached = max(float(scores[place]) for place, each in enumerate(index.answers) if each.content == content)
    before = {index.answers[int(place)].content for place in np.flatnonzero(scores >= reached)}
    return len(before - {content})


def _share(name: str, places: Sequence[int], within: int = 3) -> Figure:
    found = sum(place < within for place in places) / len(places)
    return Figure(name, found, None, "share", f"own answer in the first {within} of {len(places)} questions")


def _typos(text: str, random: Random) -> str:
    return "".join(_slip(sign, random) if random.random() < _TYPO_RATE else sign for sign in text)


def _slip(sign: str, random: Random) -> str:
    """Lose a syllable's final consonant or get a wrong one; drop or double any other sign."""
    place = ord(sign) - _FIRST_SYLLABLE
    if not 0 <= place <= _LAST_SYLLABLE - _FIRST_SYLLABLE:
        return random.choice(["", sign * 2])
    return chr(_FIRST_SYLLABLE + place - place % _FINALS + random.choice([0, 4, 8, 21]))
