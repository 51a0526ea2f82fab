"""The understanding of Korean on the held-out set, beside two baselines; the engine's own environment measures."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure

BOT = Path(__file__).resolve().parents[2] / "bot"
SYSTEMS = {
    "minwon": "minwon",
    "rasa_suggested": "Rasa's suggested pipeline",
    "characters": "characters + logistic regression",
    "with_diet": "minwon with DIET",
}
SHARES = ("accuracy", "macro_f1", "top_3", "outside_recall", "false_rejection", "calibration_error")


_LOOK = 5
"""Seconds between two looks at what is measured already."""


def measure(options: tuple[str, ...] = ()) -> Iterator[Figure]:
    """Train and ask (half an hour), give each part's figures once known; ``options`` are those of bot/measure.py."""
    with tempfile.TemporaryDirectory() as folder:
        out, told = Path(folder) / "understanding.json", set[str]()
        command = [str(BOT / ".venv/bin/python"), "-W", "ignore", "measure.py", "--out", str(out), *options]
        with subprocess.Popen(command, cwd=BOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as measuring:
            ended = False
            while not ended:
                with suppress(subprocess.TimeoutExpired):
                    measuring.wait(_LOOK)
                    ended = True
                report = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
                for one in figures(report):
                    if one.name not in told:
                        told.add(one.name)
                        yield one
        if measuring.returncode:
            raise subprocess.CalledProcessError(measuring.returncode, command)


def figures(report: dict[str, Any]) -> list[Figure]:
    """Give the figures of those parts that the report has."""
    found = [one for key, name in SYSTEMS.items() if key in report for one in _system(name, report[key])]
    found += [_short(name, one) for name, one in report.get("stages", {}).items()]
    found += [_short(f"{most} utterances a label", one) for most, one in report.get("learning_curve", {}).items()]
    return [*found, *([_entities(report["entities"])] if "entities" in report else [])]


def _entities(entities: dict[str, Any]) -> Figure:
    missed = "; ".join(f"{text} ({entity})" for text, entity, _ in entities["missed"])
    return Figure("entities found", entities["right"], None, "share", missed or f"{entities['cases']} cases")


def _short(name: str, report: dict[str, Any]) -> Figure:
    shares = ", ".join(f"{share.replace('_', ' ')} {report[share]:.3f}" for share in SHARES[1:])
    return Figure(f"accuracy, {name}", report["accuracy"], None, "share", shares)


def _system(name: str, report: dict[str, Any]) -> list[Figure]:
    noise = ", ".join(f"{kind} {share:.2f}" for kind, share in report["by_noise"].items())
    pairs = ", ".join(f"{true}→{given} {times}" for true, given, times in report["confusions"][:5])
    notes = {"accuracy": noise, "top_3": f"most confused: {pairs}"}
    shares = [
        Figure(f"{name}: {share.replace('_', ' ')}", report[share], None, "share", notes.get(share, ""))
        for share in SHARES
    ]
    return [
        *shares,
        Figure(f"{name}: parse", report["parse_ms"], report["parse_ms_p95"], "ms"),
        Figure(f"{name}: training", report["training_seconds"], None, "s"),
        Figure(f"{name}: model", report["model_megabytes"], None, "MB"),
    ]
