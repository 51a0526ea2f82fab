"""What is learnt from and what is asked: the training utterances and the held-out set of another hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from train import NLU_DATA, SECTIONS

OUTSIDE = "out_of_scope"
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\{[^}]*\}|\([^)]*\))")


@dataclass(frozen=True)
class Utterance:
    """``kind`` is the writer's voice of a training utterance, the kind of noise of a held-out one."""

    text: str
    label: str
    kind: str


def learnt() -> list[Utterance]:
    """Give the training utterances, annotations of entities taken off."""
    return [one for section in SECTIONS for file in sorted((NLU_DATA / section).glob("*.yml")) for one in _blocks(file)]


def held_out() -> list[Utterance]:
    """Give the held-out utterances: nothing is ever trained or tuned on them."""
    files = [file for file in sorted((NLU_DATA / "held_out").glob("*.tsv")) if file.stem != "entities"]
    return [one for file in files for one in _rows(file)]


def entity_cases() -> list[tuple[str, str, str]]:
    """Give text, entity, value; a period is written first/last."""
    lines = (NLU_DATA / "held_out" / "entities.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")[:3]) for line in lines if line and not line.startswith(("#", "text\t"))]


def _blocks(file: Path) -> Iterator[Utterance]:
    for block in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("nlu") or []:
        for line in block["examples"].splitlines():
            if line.startswith("- "):
                text = _ANNOTATION.sub(r"\1", line[2:].strip())
                yield Utterance(text, block["intent"], block["metadata"]["voice"])


def _rows(file: Path) -> Iterator[Utterance]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "label\t")):
            label, noise, text = line.split("\t")[:3]
            yield Utterance(text, label, noise)
