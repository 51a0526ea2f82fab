"""Make ready what pages need from npm, when it changed: ``python -m actions.opening.web``.

The counter page is built; the wallet takes its decoder of codes and the staff console its htmx as they are packaged.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from actions.opening.processes import HOUSE

COUNTER = HOUSE / "channels/counter/web"
WALLET = HOUSE / "wallet_bridge/wallet/web"
STAFF = HOUSE / "channels/staff/web"
_MADE = {"node_modules", "dist"}
_INSTALL = ("ci", "--no-audit", "--no-fund")


def main() -> None:
    made = [_make(COUNTER, "dist/.inputs", _INSTALL, ("run", "build"))]
    made += [_make(folder, "node_modules/.inputs", _INSTALL) for folder in (WALLET, STAFF)]
    if not any(made):
        sys.stdout.write("이미 최신이에요\n")


def _make(folder: Path, stamp: str, *commands: tuple[str, ...]) -> bool:
    """Run npm's ``commands`` in ``folder`` unless its files are those of the last time. Tell whether it ran."""
    digest = _digest(folder)
    if (folder / stamp).exists() and (folder / stamp).read_text() == digest:
        return False
    for command in commands:
        _npm(folder, *command)
    (folder / stamp).write_text(digest)
    return True


def _npm(folder: Path, *arguments: str) -> None:
    tools = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    npm = shutil.which("npm", path=str(tools)) or "npm"
    subprocess.run([npm, *arguments], cwd=folder, env=env, check=True)  # noqa: S603


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in _inputs(folder):
        total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _inputs(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _MADE & set(path.relative_to(folder).parts):
            yield path


if __name__ == "__main__":
    main()
