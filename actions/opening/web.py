"""Build the counter page when its sources are newer than what was built: ``python -m actions.opening.web``."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from actions.opening.processes import HOUSE

WEB = HOUSE / "channels/counter/web"
_STAMP = WEB / "dist/.inputs"
_MADE = {"node_modules", "dist"}


def main() -> None:
    digest = _digest()
    if _STAMP.exists() and _STAMP.read_text() == digest:
        sys.stdout.write("이미 최신이에요\n")
        return
    _npm("ci", "--no-audit", "--no-fund")
    _npm("run", "build")
    _STAMP.write_text(digest)


def _npm(*arguments: str) -> None:
    tools = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    npm = shutil.which("npm", path=str(tools)) or "npm"
    subprocess.run([npm, *arguments], cwd=WEB, env=env, check=True)  # noqa: S603


def _digest() -> str:
    total = hashlib.sha256()
    for path in _inputs():
        total.update(str(path.relative_to(WEB)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _inputs() -> Iterator[Path]:
    for path in sorted(WEB.rglob("*")):
        if path.is_file() and not _MADE & set(path.relative_to(WEB).parts):
            yield path


if __name__ == "__main__":
    main()
