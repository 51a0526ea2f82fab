"""The city's answers as they are told now: the reviewed files, and over them the newest correction of each by staff.

A correction is a file ``<label>/<n>.yml`` below the data folder's ``answers``; the numbered files are the history.
"""

import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from actions.answer import Answer
from actions.answer_correction import Correction, Wording, applied, checked, read, wording_of, written
from documents.domain.errors import Refusal
from documents.service.clock import SEOUL, Clock

FOLDER = "answers"


class AnswerShelf(Mapping[str, Answer]):
    """The answers by label. A folder is read again when it was changed, so nothing has to be started anew."""

    def __init__(self, reviewed: Mapping[str, Answer], folder: Path, clock: Clock) -> None:
        self._reviewed, self._folder, self._clock = reviewed, folder, clock
        self._known: dict[str, tuple[int, Correction | None]] = {}
        self._busy = threading.Lock()

    def __getitem__(self, label: str) -> Answer:
        answer, newest = self._reviewed[label], self.newest(label)
        return applied(answer, newest.wording) if newest else answer

    def __iter__(self) -> Iterator[str]:
        return iter(self._reviewed)

    def __len__(self) -> int:
        return len(self._reviewed)

    def newest(self, label: str) -> Correction | None:
        """Give the correction that counts; None when nobody has corrected the answer."""
        folder = self._place(label)
        with self._busy:
            stamp = folder.stat().st_mtime_ns if folder.is_dir() else 0
            known = self._known.get(label)
            if known is None or known[0] != stamp:
                found = _numbers(folder)
                known = self._known[label] = (stamp, _read(folder, found[-1]) if found else None)
            return known[1]

    def history(self, label: str) -> list[Correction]:
        """Give every version, newest first; the last one is the reviewed file. Raise Refusal("no_such_answer")."""
        folder, first = self._place(label), Correction(0, wording_of(self._known_answer(label)), "", "")
        return [*(_read(folder, number) for number in reversed(_numbers(folder))), first]

    def checked(self, label: str, wording: Wording) -> Wording:
        """Give ``wording`` as it would be kept. Raise Refusal: see ``answer_correction.checked``; no_such_answer."""
        today = self._clock().astimezone(SEOUL).date()
        return checked(wording, self._known_answer(label).follow_ups, today)

    def told(self, label: str, wording: Wording) -> Answer:
        """Give the answer as citizens would read it with ``wording``. Raise Refusal as ``checked``."""
        return applied(self._known_answer(label), self.checked(label, wording))

    def correct(self, label: str, version: int, wording: Wording, by: str) -> Correction:
        """Write a correction over ``version``. Raise Refusal: changed_meanwhile when that is not the newest one."""
        tidy, folder = self.checked(label, wording), self._place(label)
        newest = self.newest(label)
        if version != (newest.version if newest else 0):
            raise Refusal("changed_meanwhile")
        made = Correction(version + 1, tidy, by, self._clock().isoformat(timespec="seconds"))
        with self._busy:
            _write(folder, made)
            self._known.pop(label, None)  # two changes within one tick of the file system's clock
        return made

    def _known_answer(self, label: str) -> Answer:
        if label not in self._reviewed:
            raise Refusal("no_such_answer")
        return self._reviewed[label]

    def _place(self, label: str) -> Path:
        self._known_answer(label)  # nothing but a known label becomes a path
        return self._folder / label


def _numbers(folder: Path) -> list[int]:
    return sorted(int(path.stem) for path in folder.glob("*.yml") if path.stem.isdecimal())


def _read(folder: Path, number: int) -> Correction:
    return read(number, yaml.safe_load((folder / f"{number}.yml").read_text("utf-8")))


def _write(folder: Path, made: Correction) -> None:
    """Write the file whole or not at all. Raise Refusal("changed_meanwhile") when its number is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{secrets.token_hex(8)}"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(written(made))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, folder / f"{made.version}.yml")
    except FileExistsError:
        raise Refusal("changed_meanwhile") from None
    finally:
        fresh.unlink()
