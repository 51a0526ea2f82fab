"""The understanding of Korean on the held-out set, beside two baselines; the engine's own environment measures."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure

BOT = Path(__file__).resolve().parents[2] / "bot"
SYSTEMS = {
    "minwon": "minwon",
    "rasa_suggested": "Rasa's suggested pipeline",
    "characters": "characters + logistic regression",
}
SHARES = ("accuracy", "macro_f1", "top_3", "outside_recall", "false_rejection", "calibration_error")


def measure(options: tuple[str, ...] = ()) -> list[Figure]:
    """Train and ask (some minutes); ``options`` are those of bot/measure.py, such as ``--model FILE``."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "understanding.json"
        command = [str(BOT / ".venv/bin/python"), "-W", "ignore", "measure.py", "--out", str(out), *options]
        subprocess.run(command, cwd=BOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return figures(json.loads(out.read_text(encoding="utf-8")))


def figures(report: dict[str, Any]) -> list[Figure]:
    found = [one for key, name in SYSTEMS.items() if key in report for one in _system(name, report[key])]
    entities = report["entities"]
    missed = "; ".join(f"{text} ({entity})" for text, entity, _ in entities["missed"])
    found += [_short(name, one) for name, one in report.get("stages", {}).items()]
    found += [_short(f"{most} utterances a label", one) for most, one in report.get("learning_curve", {}).items()]
    return [*found, Figure("entities found", entities["right"], None, "share", missed or f"{entities['cases']} cases")]


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
