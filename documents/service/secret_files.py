"""Small secrets in files that only their owner reads, and the public halves of keys, for everybody."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def token(path: Path) -> str:
    """Read the URL-safe token in ``path``; draw 256 random bits into it first when it is absent."""
    return private_file(path, lambda: secrets.token_urlsafe(32).encode()).decode().strip()


def key_bytes(path: Path, length: int = 32) -> bytes:
    """Read the raw key in ``path``; draw it when absent."""
    return private_file(path, lambda: secrets.token_bytes(length))


def private_file(path: Path, make: Callable[[], bytes]) -> bytes:
    """Read ``path``, or create it with mode 0600 from ``make()``. Two processes that race agree on one content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
        try:
            os.link(fresh, path)  # fails when another process was first: theirs wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def public_file(path: Path, content: bytes) -> None:
    """Let ``path`` hold ``content``. A reader in another process sees the old or the new file, never half of one."""
    if path.exists() and path.read_bytes() == content:
        return
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    fresh.write_bytes(content)
    fresh.replace(path)
