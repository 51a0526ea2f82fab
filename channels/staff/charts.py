"""The figures as bars: what stands under each, how high it is and what is written above."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from channels.staff.figures import Day, Figures
from channels.staff.words import Words

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """``value`` None: there was nothing to measure, and nothing is drawn."""

    label: str
    value: float | None
    shown: str


_BY_DAY: Mapping[str, Callable[[Day], float | None]] = {
    "begun": lambda day: day.alone.begun,
    "contained": lambda day: day.alone.contained,
    "understood": lambda day: day.alone.understood,
    "missed": lambda day: day.alone.missed,
    "asked": lambda day: day.asked,
    "waiting": lambda day: day.waiting.half,
    "answering": lambda day: day.answering.half,
}
_SHARES, _TIMES = frozenset({"contained", "understood", "missed"}), frozenset({"waiting", "answering"})
CHARTS = (*_BY_DAY, "reasons", "satisfaction")


def bars_of(chart: str, figures: Figures, scores: Sequence[int], words: Words) -> list[Bar]:
    """Give the bars of one of ``CHARTS``."""
    if chart == "reasons":
        return [Bar(words["reasons"][name], count, str(count)) for name, count in figures.reasons]
    if chart == "satisfaction":
        given = Counter(scores)
        return [
            Bar(words["figures"]["score"].format(score=each), given[each], str(given[each])) for each in range(1, 6)
        ]
    measured = [(day.day, _BY_DAY[chart](day)) for day in figures.days]
    return [Bar(f"{day.month}/{day.day}", value, _shown(chart, value, words)) for day, value in measured]


def highest(chart: str, bars: Sequence[Bar]) -> float:
    """Give the value of a bar of full height: all, for a share."""
    return 1 if chart in _SHARES else max((each.value or 0 for each in bars), default=0) or 1


def _shown(chart: str, value: float | None, words: Words) -> str:
    if value is None:
        return ""
    if chart in _SHARES:
        return f"{value:.0%}"
    return span(value, words) if chart in _TIMES else str(value)


def span(seconds: float, words: Words) -> str:
    """Write seconds as people say them."""
    if seconds < _MINUTE:
        return str(words["figures"]["seconds"].format(count=round(seconds)))
    return str(words["figures"]["minutes"].format(count=round(seconds / _MINUTE, 1)))
