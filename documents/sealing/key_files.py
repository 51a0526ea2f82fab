"""Files of the key folder: replaced whole or not at all, one writer at a time, and cheap to see a change of."""

import fcntl
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

Stamp = tuple[tuple[int, int, int] | None, ...]


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Keep other threads and processes from writing in ``folder``. The system lets go when the holder dies."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path``, mode 0600, on the disk when this returns. Readers see old or new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        moment = _after(path)
        os.utime(fresh, ns=(moment, moment))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    _sync_folder(path.parent)


def stamp(paths: Iterable[Path]) -> Stamp:
    """Give what changes when one of ``paths`` is written, made or deleted: some microseconds."""
    return tuple(_one(path) for path in paths)


def _one(path: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - asked before each seal: half the time of Path.stat
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _after(path: Path) -> int:
    """Now, in nanoseconds; later than the file's last change even where the file system's clock ticks slowly."""
    before = _one(path)
    return max(time.time_ns(), before[0] + 1 if before else 0)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)  # the new name, too, survives a power cut
    finally:
        os.close(descriptor)
