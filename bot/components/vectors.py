"""Sentence vectors: the packaged multilingual-e5-small, of text brought to one form. Nothing is downloaded."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from korean.hangul import normalise
from korean.politeness import strip
from vectors.encoder import Encoder

from components.pipeline import respace

CACHE = Path(__file__).resolve().parents[1] / ".rasa" / "vectors.npz"
_REVISION = "q-respaced-3"
"""Change it when ``embed`` gives other vectors for the same text: the cache starts anew."""


def embed(texts: list[str]) -> Any:
    """Give one row of 384 numbers a text, length one."""
    return encoder().vectors([respace(strip(normalise(text))) or " " for text in texts])


def cached_vectors(texts: list[str], store: Path = CACHE) -> Any:
    """Like ``embed``, with the vectors of the newest set of texts kept in ``store`` under the hash of each text."""
    known: dict[str, Any] = dict(np.load(store)) if store.exists() else {}
    keys = [hashlib.sha256(f"{_REVISION}:{text}".encode()).hexdigest()[:24] for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known = {key: known[key] for key in set(keys) - set(new)} | dict(
            zip(new, embed(list(new.values())), strict=True)
        )
        store.parent.mkdir(parents=True, exist_ok=True)
        partial = store.with_suffix(".part.npz")
        np.savez(partial, **known)
        partial.replace(store)
    return np.stack([known[key] for key in keys])


@cache
def encoder() -> Encoder:
    """One a process."""
    return Encoder()
