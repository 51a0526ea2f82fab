"""From answers to figures. An answer is a label (or a refusal), its confidence, and the ranking behind it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from measuring.utterances import OUTSIDE, Utterance

FALLBACK = "nlu_fallback"
_REFUSALS = (OUTSIDE, FALLBACK)
_BINS = 10
_PAIRS = 15


@dataclass(frozen=True)
class Answer:
    label: str
    confidence: float
    ranking: tuple[str, ...]
    """Labels, best first, without the refusal that a threshold put in front."""


def figures(asked: Sequence[Utterance], answers: Sequence[Answer]) -> dict[str, Any]:
    """Give all figures between 0 and 1; ``confusions`` are [true, given, how often], the most frequent first."""
    both = list(zip(asked, answers, strict=True))
    inside = [pair for pair in both if pair[0].label != OUTSIDE]
    outside = [pair for pair in both if pair[0].label == OUTSIDE]
    kinds: dict[str, list[bool]] = defaultdict(list)
    for one, answer in inside:
        kinds[one.kind].append(answer.label == one.label)
    wrong = Counter((one.label, answer.label) for one, answer in both if not _right(one, answer))
    return {
        "utterances": len(inside),
        "accuracy": mean(answer.label == one.label for one, answer in inside),
        "macro_f1": _macro_f1(inside),
        "top_3": mean(one.label in answer.ranking[:3] for one, answer in inside),
        "outside_recall": mean(answer.label in _REFUSALS for _, answer in outside),
        "false_rejection": mean(answer.label in _REFUSALS for _, answer in inside),
        "calibration_error": _calibration_error(inside),
        "by_noise": {kind: mean(right) for kind, right in sorted(kinds.items())},
        "confusions": [[*pair, times] for pair, times in wrong.most_common(_PAIRS)],
    }


def _right(one: Utterance, answer: Answer) -> bool:
    return answer.label == one.label or (one.label == OUTSIDE and answer.label == FALLBACK)


def _macro_f1(pairs: Sequence[tuple[Utterance, Answer]]) -> float:
    scores = []
    for label in {one.label for one, _ in pairs}:
        hits = sum(one.label == answer.label == label for one, answer in pairs)
        meant = sum(one.label == label for one, _ in pairs)
        given = sum(answer.label == label for _, answer in pairs)
        scores.append(2 * hits / (meant + given))
    return mean(scores)


def _calibration_error(pairs: Sequence[tuple[Utterance, Answer]]) -> float:
    """Give the expected calibration error over ten bins of equal width."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one, answer in pairs:
        if answer.ranking:
            bins[min(int(answer.confidence * _BINS), _BINS - 1)].append(
                (answer.confidence, answer.ranking[0] == one.label)
            )
    size = sum(map(len, bins.values()))
    return sum(
        abs(mean(sure for sure, _ in held) - mean(right for _, right in held)) * len(held) for held in bins.values()
    ) / max(size, 1)
