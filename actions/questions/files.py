"""A file that readers see whole: the old one until the new one is complete on the disk."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO


def replace(file: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Let ``write`` fill a fresh file beside ``file``, then put it in its place in one step."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with fresh.open("xb") as opened:
            write(opened)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
