"""Measure the understanding on the held-out set: ``measure.py [--out FILE] [--model FILE] [--parts NAME …]``.

Trains our pipeline, two baselines and ours without each stage on the same utterances in the same run, asks each the
held-out utterances and our entity rules the held-out cases. The report, one JSON object, is written anew after each
part, so that a run that is cut short has told what it knew. ``--model`` asks that model and trains nothing, unless
``--parts`` names more; ``voices`` (only when named) leaves out one writer after the other.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from train import BOT, quieten

_Told = AsyncIterator[dict[str, Any]]
"""A part's figures, as far as they are known."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the understanding of Korean.")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--model", type=Path, help="ask this model instead of training ours")
    parser.add_argument("--parts", nargs="+", choices=list(_PARTS), help="only these, in this order")
    parser.add_argument("--epochs", type=int, default=15, help="of DIET in Rasa's suggested pipeline (it says 100)")
    chosen = parser.parse_args()
    quieten()
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"  # what was learnt before must not shorten the training that is timed
    sys.path.insert(0, str(BOT))
    report = asyncio.run(_measure(chosen))
    if not chosen.out:
        sys.stdout.write(_written(report) + "\n")


async def _measure(chosen: argparse.Namespace) -> dict[str, Any]:
    report: dict[str, Any] = {}
    for name in chosen.parts or (_ASKED if chosen.model else _USUAL):
        async for so_far in _PARTS[name](chosen):
            report[name] = so_far
            if chosen.out:
                chosen.out.with_suffix(".part").write_text(_written(report), encoding="utf-8")
                chosen.out.with_suffix(".part").replace(chosen.out)
    return report


def _written(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1)


async def _minwon(chosen: argparse.Namespace) -> _Told:
    from measuring import systems  # noqa: PLC0415 - the environment is set first

    if chosen.model is None:
        yield await _trained(systems.ours(), flat=False)
        return
    from rasa.core.agent import load_agent  # noqa: PLC0415

    agent = await load_agent(model_path=str(chosen.model))
    yield await _examine(systems.Trained(systems.asking(agent), 0.0, chosen.model.stat().st_size / 1e6))


async def _suggested(chosen: argparse.Namespace) -> _Told:
    from measuring import systems  # noqa: PLC0415

    yield {**await _trained(systems.suggested(chosen.epochs), flat=True), "epochs": chosen.epochs}


async def _characters(_: argparse.Namespace) -> _Told:
    from measuring import systems, utterances  # noqa: PLC0415

    yield await _examine(systems.characters(utterances.learnt()))


async def _with_diet(_: argparse.Namespace) -> _Told:
    from measuring import systems  # noqa: PLC0415

    yield await _trained(systems.with_diet(), flat=False)


async def _stages(_: argparse.Namespace) -> _Told:
    from measuring import stages, utterances  # noqa: PLC0415

    for so_far in _growing(stages.ablations(utterances.learnt(), utterances.held_out())):
        yield so_far


async def _learning_curve(_: argparse.Namespace) -> _Told:
    from measuring import stages, utterances  # noqa: PLC0415

    for so_far in _growing(stages.learning_curve(utterances.learnt(), utterances.held_out())):
        yield so_far


async def _voices(_: argparse.Namespace) -> _Told:
    from measuring import stages, utterances  # noqa: PLC0415

    for so_far in _growing(stages.left_out_voices(utterances.learnt())):
        yield so_far


def _growing(named: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    so_far: dict[str, Any] = {}
    for name, figures in named:
        so_far[name] = figures
        yield so_far


async def _trained(pipeline: list[dict[str, Any]], *, flat: bool) -> dict[str, Any]:
    from measuring import systems, utterances  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        return await _examine(await systems.rasa(pipeline, utterances.learnt(), Path(folder) / "of", flat=flat))


async def _examine(system: Any) -> dict[str, Any]:
    from measuring import scores, utterances  # noqa: PLC0415

    asked, answers, times = utterances.held_out(), [], []
    await system.ask("등본 떼 주세요")
    for one in asked:
        began = time.perf_counter()
        answers.append(await system.ask(one.text))
        times.append((time.perf_counter() - began) * 1000)
    cost = {"training_seconds": system.seconds, "model_megabytes": system.megabytes}
    speed = {"parse_ms": median(times), "parse_ms_p95": quantiles(times, n=20)[-1]}
    return {**scores.figures(asked, answers), **cost, **speed}


async def _entities(_: argparse.Namespace) -> _Told:
    """Ask the entity rules alone; a case is right when the entity with the value is among those found."""
    from components.entities import KoreanEntities  # noqa: PLC0415
    from measuring import utterances  # noqa: PLC0415

    rules = KoreanEntities({"today": "2026-11-22"}, None, None, {})
    cases = utterances.entity_cases()
    missed = [case for case in cases if (case[1], case[2]) not in {_said(one) for one in rules.extract(case[0])}]
    yield {"cases": len(cases), "right": 1 - len(missed) / len(cases), "missed": missed}


def _said(entity: dict[str, Any]) -> tuple[str, str]:
    value = entity["value"]
    return entity["entity"], "/".join(value) if isinstance(value, list) else str(value)


_PARTS: dict[str, Callable[[argparse.Namespace], _Told]] = {
    "entities": _entities,
    "minwon": _minwon,
    "characters": _characters,
    "rasa_suggested": _suggested,
    "learning_curve": _learning_curve,
    "stages": _stages,
    "with_diet": _with_diet,
    "voices": _voices,
}
_ASKED = ("entities", "minwon")
_USUAL = tuple(name for name in _PARTS if name != "voices")


if __name__ == "__main__":
    main()
