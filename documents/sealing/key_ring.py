"""The keys in use, as of now: whoever asks the ring follows a renewal, a rotation, a revocation without a restart.

Asking costs five ``stat`` calls. Reading anew happens once a change.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from cryptography.exceptions import UnsupportedAlgorithm

from documents.domain.errors import Unavailable
from documents.sealing.key_files import Stamp, stamp
from documents.sealing.key_folder import WATCHED, Pki, read

Kit = TypeVar("Kit")
SEAL_DOWN = "seal_down"
_TRIES = 5
"""Readings before giving up on a folder that changes each time it is read."""


class KeyRing(Generic[Kit]):
    """Gives what ``build`` makes of the newest keys in ``folder``. Several threads may ask."""

    def __init__(self, folder: Path, build: Callable[[Pki], Kit]) -> None:
        self._folder, self._build = folder, build
        self._watched = [folder / name for name in WATCHED]
        self._lock = Lock()
        self._newest: tuple[Stamp, Kit] | None = None

    def current(self) -> Kit:
        """Give the kit of the newest keys. Raise Unavailable("seal_down") when they are not whole: never an older kit.

        A failure is not remembered: the next to ask looks again.
        """
        kit = self._fresh()
        if kit is not None:
            return kit
        with self._lock:
            return self._fresh() or self._reload()

    def _fresh(self) -> Kit | None:
        newest = self._newest
        return newest[1] if newest is not None and newest[0] == stamp(self._watched) else None

    def _reload(self) -> Kit:
        for _ in range(_TRIES):
            before = stamp(self._watched)
            failure: Exception | None = None
            try:
                kit = self._build(read(self._folder))
            except (OSError, ValueError, TypeError, UnsupportedAlgorithm, Unavailable) as error:
                failure = error
            if stamp(self._watched) != before:  # read half of the old generation and half of the new
                continue
            if failure is not None:
                raise Unavailable(SEAL_DOWN) from failure
            self._newest = (before, kit)
            return kit
        raise Unavailable(SEAL_DOWN)
