"""Train the model when its inputs changed: ``uv run python train.py [--data FOLDER]``.

The file name carries the hash of everything that goes in (configuration, domain, rules, stories, utterances,
components, locked packages), so an up-to-date model is recognised at once and never retrained.
"""

import argparse
import hashlib
import logging
import os
import sys
import time
import warnings
from pathlib import Path

BOT = Path(__file__).resolve().parent
NLU_DATA = BOT.parent / "nlu_data"
INPUTS = ("config.yml", "domain", "rules", "stories", "korean", "components", "vectors", "uv.lock")
SECTIONS = ("conversation", "documents", "identity", "complaints", "faq")
"""Folders of nlu_data that are learnt from; `held_out` is for measuring only and never an input."""
_KEPT = 3
"""Newest models that stay in the folder, so that a roll-back needs no training."""


def input_hash() -> str:
    """Hash names and contents of all inputs; the same inputs give the same 16 hex digits on every machine."""
    digest = hashlib.sha256()
    roots = [BOT / name for name in INPUTS] + [NLU_DATA / name for name in (*SECTIONS, "entities")]
    files = sorted(
        file
        for root in roots
        for file in ([root] if root.is_file() else root.rglob("*"))
        if file.suffix in (".yml", ".py", ".lock")
    )
    for file in files:
        digest.update(file.relative_to(BOT.parent).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path(folder: Path) -> Path:
    return folder / f"{input_hash()}.tar.gz"


def train(folder: Path) -> Path:
    """Give the model for the present inputs, training it when ``folder`` has none."""
    target = model_path(folder)
    if target.exists():
        say(f"model {target.name} is up to date")
        return target
    quieten()
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    say(f"training model {target.name} (some minutes; later starts skip this)")
    _train(target)
    say(f"trained in {time.monotonic() - began:.0f} s, {target.stat().st_size / 1e6:.1f} MB")
    _forget_old(folder)
    return target


def _train(target: Path) -> None:
    from rasa.model_training import train as train_rasa  # noqa: PLC0415 - TensorFlow loads for seconds; an up-to-date model needs none of it

    os.chdir(BOT)
    sys.path.insert(0, str(BOT))
    partial = f"{target.name.removesuffix('.tar.gz')}.part"
    result = train_rasa(
        domain="domain",
        config="config.yml",
        training_files=["rules", "stories", *(str(NLU_DATA / name) for name in SECTIONS)],
        output=str(target.parent),
        fixed_model_name=partial,
    )
    made = Path(result.model) if result.model else None
    if result.code or made is None or not made.exists():
        raise SystemExit("training failed: see the messages above")
    made.replace(target)


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime, reverse=True)[_KEPT:]:
        old.unlink()


def quieten() -> None:
    """Set what libraries read once, when they are loaded: so before any of them.

    Above all the threads of the sentence vectors must sleep, not spin, while they wait for each other: on two busy
    cores a parse took 28 ms (p95 35) so, and 174 ms (p95 1.9 s) otherwise.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a product of one row is not worth waking a second thread
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    _mute_debugging()
    # Answers are data of the actions, not responses of the domain; Rasa would say so once an utterance.
    warnings.filterwarnings("ignore", message="Your training data contains an example")


def _mute_debugging() -> None:
    """Rasa tells every rule it checks at debug level, through structlog, which shows all levels unless configured."""
    import structlog  # noqa: PLC0415 - an up-to-date model needs none of it

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def say(line: str) -> None:
    print(f"[model] {line}", flush=True)  # noqa: T201 - progress for whoever waits


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the dialogue model if its inputs changed.")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("MINWON_DATA", BOT.parent / "var")),
        help="data folder (default ./var)",
    )
    say(str(train(parser.parse_args().data.resolve() / "model")))


if __name__ == "__main__":
    main()
