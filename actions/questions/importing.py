"""One import: the file read, its answers indexed, the bank replaced; at most one at a time."""

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from actions.questions import build, rows, storage
from actions.questions.answer import Answer
from actions.questions.build import Tools
from actions.questions.cache import VectorCache

VECTORS = "vectors.npz"
_LOCK = "import.lock"

Advance = Callable[[str, int, int], None]
"""Hears the step ("words" or "vectors"), how much more of it is done, and the whole of it."""


class NothingToImport(Exception):
    """Not one row of the file is a question with its answer. The bank stays as it was."""

    def __init__(self, bad: Sequence[rows.BadRow]) -> None:
        super().__init__("nothing_to_import")
        self.bad = tuple(bad)


class ImportRunning(Exception):
    """Another process is importing into the same folder."""


@dataclass(frozen=True, slots=True)
class Imported:
    reading: rows.Reading
    unchanged: bool
    """The bank had been made of exactly these answers: nothing was written."""


def run(file: Path, folder: Path, source: str, tools: Callable[[], Tools], advance: Advance) -> Imported:
    """Import ``file`` into ``folder``.

    Raise ``UnreadableFile``, ``NothingToImport``, ``ImportRunning``, ``OSError``; the bank stays as it was.
    """
    reading = rows.read(file, source)
    if not reading.answers:
        raise NothingToImport(reading.bad)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        bank, digest = folder / storage.FILE, digest_of(reading.answers)
        if storage.digest_of(bank) == digest:
            return Imported(reading, unchanged=True)
        _index(reading.answers, folder, digest, tools(), advance)
    return Imported(reading, unchanged=False)


def digest_of(answers: Sequence[Answer]) -> str:
    """Give the same for the same answers from the same source in the same order."""
    whole = hashlib.sha256(str(storage.VERSION).encode())
    for each in answers:
        whole.update(f"{each.id}\0{each.source}\0".encode())
    return whole.hexdigest()


def _index(answers: Sequence[Answer], folder: Path, digest: str, tools: Tools, advance: Advance) -> None:
    texts = build.vectors_needed(answers)
    cache = VectorCache(folder / VECTORS, tools.vectors, lambda done: advance("vectors", done, texts))
    try:
        index = build.build(answers, Tools(tools.morphemes, cache), lambda done: advance("words", done, len(answers)))
    except KeyboardInterrupt:
        cache.save()  # the next import goes on from here
        raise
    storage.save(folder / storage.FILE, index, digest)
    cache.save(forget_unused=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportRunning from None
        yield
