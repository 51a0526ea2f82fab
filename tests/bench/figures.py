"""One measured figure, and how to take it."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True)
class Figure:
    name: str
    median: float
    p95: float | None
    unit: str
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def figure(name: str, samples: list[float], unit: str, note: str = "") -> Figure:
    p95 = quantiles(samples, n=20)[-1] if len(samples) >= 20 else None
    return Figure(name, median(samples), p95, unit, note)


def wall_ms(work: Callable[[], object], runs: int) -> list[float]:
    return _timed(work, runs, time.perf_counter)


def cpu_ms(work: Callable[[], object], runs: int) -> list[float]:
    return _timed(work, runs, time.process_time)


def _timed(work: Callable[[], object], runs: int, clock: Callable[[], float]) -> list[float]:
    work()
    samples = []
    for _ in range(runs):
        begun = clock()
        work()
        samples.append((clock() - begun) * 1000)
    return samples
