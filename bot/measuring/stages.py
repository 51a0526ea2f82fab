"""What each stage of our classifier is worth: the same data learnt without it, from fewer lines, from fewer writers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from components.classifier import heard, morphemes, plain
from components.vectors import cached_vectors, embed
from korean.consonants import Consonants
from korean.hybrid import Hybrid, Options
from korean.initials import Initials

from measuring.scores import FALLBACK, Answer, figures
from measuring.systems import ours
from measuring.utterances import Utterance

_RANKED = 10
_MANY = 2000
_CURVE = (4, 8, 16, 32, 64)


def served() -> tuple[Options, float]:
    """Give the options and the threshold that config.yml serves."""
    parts = {part["name"]: part for part in ours()}
    chosen = {name: value for name, value in parts["components.classifier.HybridClassifier"].items() if name != "name"}
    return Options(**chosen), parts["FallbackClassifier"]["threshold"]


def ablations(seen: Sequence[Utterance], asked: Sequence[Utterance]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the figures of the whole classifier and of it without each of its stages, one after the other."""
    options, _ = served()
    yield "all stages", measured(options, seen, asked)
    yield "without initials", measured(options, seen, asked, read=False)
    for name, rest in _without(options):
        yield f"without {name}", measured(rest, seen, asked)


def _without(options: Options) -> Iterator[tuple[str, Options]]:
    less = {block: tuple(one for one in options.blocks if one != block) for block in options.blocks}
    yield "neighbours", replace(options, neighbours_share=0.0)
    yield "any vector", replace(options, blocks=less["vectors"], neighbours_share=0.0)
    for block, rest in less.items():
        yield block, replace(options, blocks=rest)
    yield "the outside bonus", replace(options, outside_bonus=0.0)


def learning_curve(seen: Sequence[Utterance], asked: Sequence[Utterance]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the figures when only so many utterances a label are learnt, taken in turn from every writer."""
    options, _ = served()
    for most in _CURVE:
        yield str(most), measured(options, list(_few(seen, most)), asked)


def left_out_voices(seen: Sequence[Utterance]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the figures on each writer's utterances when all the others are learnt."""
    options, _ = served()
    for voice in sorted({one.kind for one in seen}):
        others = [one for one in seen if one.kind != voice]
        yield voice, measured(options, others, [one for one in seen if one.kind == voice])


def measured(
    options: Options, seen: Sequence[Utterance], asked: Sequence[Utterance], *, read: bool = True
) -> dict[str, Any]:
    """Learn ``seen``, ask ``asked``; ``read``: whether first consonants are read back as words."""
    learnt = [plain(one.text) for one in seen]
    initials = Initials(map(morphemes, learnt), learnt) if read else None
    said = heard(learnt, initials, _VECTORS.of)
    hybrid = Hybrid(options, said, [one.label for one in seen], [one.kind for one in seen])
    texts = [plain(one.text) for one in asked]
    chances = hybrid.chances(heard(texts, initials, _VECTORS.of))
    if read:
        chances = Consonants(learnt, [one.label for one in seen]).second(chances, texts)
    return figures(asked, [_answer(hybrid.labels, row) for row in chances])


def _answer(labels: Sequence[str], row: Any) -> Answer:
    best = row.argsort()[::-1][:_RANKED]
    ranking = tuple(labels[place] for place in best)
    sure = float(row[best[0]])
    return Answer(ranking[0] if sure >= served()[1] else FALLBACK, sure, ranking)


def _few(seen: Sequence[Utterance], most: int) -> Iterator[Utterance]:
    """Give at most ``most`` utterances a label: one of each writer, then a second of each, and so on."""
    of_writer: Counter[tuple[str, str]] = Counter()
    rounds = []
    for one in seen:
        rounds.append((of_writer[one.label, one.kind], one))
        of_writer[one.label, one.kind] += 1
    given: Counter[str] = Counter()
    for _, one in sorted(rounds, key=lambda pair: pair[0]):
        given[one.label] += 1
        if given[one.label] <= most:
            yield one


class _Vectors:
    """Remembers the vector of each text: every stage is measured on the same ones."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def of(self, texts: list[str]) -> Any:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            rows = cached_vectors(new) if len(new) > _MANY else embed(new)
            self._known.update(zip(new, rows, strict=True))
        return np.stack([self._known[text] for text in texts])


_VECTORS = _Vectors()
