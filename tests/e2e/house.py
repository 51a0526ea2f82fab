"""The whole house as `make run` opens it, on free ports, with a data folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from tests.counter_process import always_open
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
OPENING_SECONDS = 240
MANY_PEOPLE_AT_ONE_PHONE = {
    "MINWON_IDENTITY_PHONE_BUDGET": "1000/10minutes",
    "MINWON_IDENTITY_CONVERSATION_BUDGET": "100/10minutes",
}
"""The tests ask the same few phones far more often than citizens may."""
_NAMES = ("counter", "wallet", "sandbox", "engine", "actions")


@dataclass
class House:
    data: Path
    ports: dict[str, int] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=lambda: dict(MANY_PEOPLE_AT_ONE_PHONE))
    _child: subprocess.Popen[bytes] | None = None

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def open(self) -> None:
        self.ports = self.ports or {name: free_port() for name in _NAMES}
        hours = str(always_open(self.data))  # people are asked for at whatever hour the tests run
        env = {**os.environ, "MINWON_DATA": str(self.data), "MINWON_HOURS_FILE": hours, **self.more}
        env |= {f"MINWON_{name.upper()}_PORT": str(port) for name, port in self.ports.items()}
        with (self.data / "opening.log").open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "actions.opening"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT
            )
        until(lambda: "민원 카운터가 열렸어요" in self.said(), OPENING_SECONDS, self.said, alive=self._child)

    def said(self) -> str:
        return (self.data / "opening.log").read_text(errors="replace")

    def process(self, name: str) -> psutil.Process:
        """Find the live process that supervisord runs under ``name``."""
        assert self._child
        port = str(self.ports[name])
        for child in psutil.Process(self._child.pid).children(recursive=True):
            words = child.cmdline()
            if "documents.service.serve" in words and port in words:
                return child
            if name == "engine" and words[-1:] == ["serve.py"]:
                return child
        raise LookupError(name)

    def kill(self, name: str) -> None:
        self.process(name).send_signal(signal.SIGKILL)

    def wait_well(self, name: str, seconds: float = 240) -> None:
        until(lambda: _answers(f"{self.url(name)}/health"), seconds, lambda: f"{name} did not come back")

    def fault(self, part: str, kind: str, seconds: float) -> None:
        answer = httpx.post(f"{self.url('sandbox')}/faults", json={"part": part, "kind": kind, "seconds": seconds})
        answer.raise_for_status()

    def close(self) -> int:
        assert self._child
        self._child.send_signal(signal.SIGINT)
        return self._child.wait(120)


def until(
    true: Callable[[], bool],
    seconds: float,
    why: Callable[[], str],
    alive: subprocess.Popen[bytes] | None = None,
) -> None:
    """Poll a condition with a deadline; the failure says what was seen last."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        if alive is not None and alive.poll() is not None:
            raise AssertionError(f"ended with {alive.returncode}: {why()[-3000:]}")
        time.sleep(0.1)  # the polling interval of a deadline, not a wait for luck
    raise AssertionError(why()[-3000:])


def trained_model_folder() -> Path:
    """The model that `make model` trained: tests reuse it, and fail with advice when it is missing."""
    folder = Path(os.environ.get("MINWON_DATA", ROOT / "var")) / "model"
    assert list(folder.glob("*.tar.gz")), "run `make model` first"
    return folder


def furnish(data: Path) -> Path:
    shutil.copytree(trained_model_folder(), data / "model", copy_function=os.link)
    return data


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
