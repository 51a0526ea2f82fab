"""An office at work, nothing played: its parts as the actions process has them; registers and wallet as processes."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

import httpx
import psutil

from actions.parts import Office, open_office
from actions.settings import ActionsSettings
from documents.service.clock import utc_now
from tests.e2e.house import until
from tests.ports import free_port

_OTHERS = {"sandbox": "actions.agencies.app:create_app", "wallet": "wallet_bridge.wallet.app:create_app"}


@dataclass(frozen=True)
class WorkingOffice:
    office: Office
    processes: dict[str, psutil.Process]
    """The office's (this one), the registers' and the wallet's."""

    def cpu(self) -> dict[str, float]:
        """Give the processor seconds that each process has used so far."""
        return {name: sum(process.cpu_times()[:2]) for name, process in self.processes.items()}


@contextmanager
def working_office(more: dict[str, str]) -> Iterator[WorkingOffice]:
    """Open all, in a data folder that goes afterwards. ``more``: settings beside folder and ports."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ports = {f"{name}_port": str(free_port()) for name in (*_OTHERS, "counter", "engine", "actions")}
        settings = {"data": str(data), **ports, **more}
        office = _office(stack, settings)
        processes = {"office": psutil.Process()}
        for name, target in _OTHERS.items():
            processes[name] = _serve(stack, settings, target, ports[f"{name}_port"])
        stack.enter_context(office.worker)
        yield WorkingOffice(office, processes)


def _office(stack: ExitStack, settings: dict[str, str]) -> Office:
    outside = stack.enter_context(httpx.Client(timeout=8))
    office = open_office(ActionsSettings.model_validate(settings), utc_now, outside, httpx.AsyncClient())
    stack.callback(office.engine.dispose)
    return office


def _serve(stack: ExitStack, settings: dict[str, str], target: str, port: str) -> psutil.Process:
    env = {**environ, **{f"MINWON_{name.upper()}": value for name, value in settings.items()}}
    command = [sys.executable, "-m", "documents.service.serve", target, port]
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(child.wait)
    stack.callback(child.terminate)
    until(lambda: _answers(port), 60, lambda: f"{target} did not open", alive=child)
    return psutil.Process(child.pid)


def _answers(port: str) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=2).is_success
    except httpx.HTTPError:
        return False
