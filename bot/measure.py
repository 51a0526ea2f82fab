"""Measure the understanding on the held-out set: ``measure.py [--out FILE] [--model FILE | --voices] [--epochs N]``.

Trains our pipeline, two baselines and ours without each stage on the same utterances in the same run, asks each the
held-out utterances and our entity rules the held-out cases. ``--model`` only asks that model; ``--voices`` only leaves
out one writer after the other. Writes one JSON object.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from train import BOT, quieten


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the understanding of Korean.")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--model", type=Path, help="ask this model instead of training three")
    parser.add_argument("--voices", action="store_true", help="measure each writer by a model that never saw them")
    parser.add_argument("--epochs", type=int, default=15, help="of DIET in Rasa's suggested pipeline (it says 100)")
    chosen = parser.parse_args()
    quieten()
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"  # what was learnt before must not shorten the training that is timed
    sys.path.insert(0, str(BOT))
    report = json.dumps(asyncio.run(_measure(chosen)), ensure_ascii=False, indent=1)
    if chosen.out:
        chosen.out.write_text(report, encoding="utf-8")
    else:
        sys.stdout.write(report + "\n")


async def _measure(chosen: argparse.Namespace) -> dict[str, Any]:
    from measuring import stages, systems, utterances  # noqa: PLC0415 - the environment is set first

    if chosen.model:
        from rasa.core.agent import load_agent  # noqa: PLC0415

        agent = await load_agent(model_path=str(chosen.model))
        mine = systems.Trained(systems.asking(agent), 0.0, chosen.model.stat().st_size / 1e6)
        return {"minwon": await _examine(mine), "entities": _entities()}
    seen, asked = utterances.learnt(), utterances.held_out()
    if chosen.voices:
        return {"voices": stages.left_out_voices(seen), "learnt_from": len(seen)}
    with tempfile.TemporaryDirectory() as folder:
        mine = await systems.rasa(systems.ours(), seen, Path(folder) / "ours", flat=False)
        usual = await systems.rasa(systems.suggested(chosen.epochs), seen, Path(folder) / "usual", flat=True)
        ensemble = await systems.rasa(systems.with_diet(), seen, Path(folder) / "diet", flat=False)
    return {
        "minwon": await _examine(mine),
        "rasa_suggested": await _examine(usual),
        "characters": await _examine(systems.characters(seen)),
        "stages": {**stages.ablations(seen, asked), "with DIET": await _examine(ensemble)},
        "learning_curve": stages.learning_curve(seen, asked),
        "entities": _entities(),
        "learnt_from": len(seen),
    }


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


def _entities() -> dict[str, Any]:
    """Ask the entity rules alone; a case is right when the entity with the value is among those found."""
    from components.entities import KoreanEntities  # noqa: PLC0415
    from measuring import utterances  # noqa: PLC0415

    rules = KoreanEntities({"today": "2026-11-22"}, None, None, {})
    cases = utterances.entity_cases()
    missed = [case for case in cases if (case[1], case[2]) not in {_said(one) for one in rules.extract(case[0])}]
    return {"cases": len(cases), "right": 1 - len(missed) / len(cases), "missed": missed}


def _said(entity: dict[str, Any]) -> tuple[str, str]:
    value = entity["value"]
    return entity["entity"], "/".join(value) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    main()
