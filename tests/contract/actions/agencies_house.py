"""Real processes for these tests: the practice agencies, and counterparts that run on Node."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.contract.wallet_bridge.node_counterpart import NODE, placed

ROOT = Path(__file__).parents[3]
NODE_SOURCES = Path(__file__).with_name("node")
START_SECONDS = 240


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
        self.process.wait(60)

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


@contextlib.contextmanager
def counterpart(folder: Path, script: str, order: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    """Run a script of ``node/`` with the packages of ``folder`` and hand it ``order`` as its first line."""
    process = subprocess.Popen(
        [NODE, placed(NODE_SOURCES / script, folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
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
