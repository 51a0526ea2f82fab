"""The five processes, how each is started and where it says that it is well."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from documents.service.secret_files import token
from documents.service.settings import HouseSettings

HOUSE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Process:
    name: str
    title: str
    command: tuple[str, ...]
    folder: Path
    health_url: str


def processes(settings: HouseSettings) -> tuple[Process, ...]:
    """Give the processes in the order of start: the slowest first."""
    return (
        Process(
            "engine",
            "대화 엔진",
            (str(HOUSE / "bot/.venv/bin/python"), "serve.py"),
            HOUSE / "bot",
            f"{settings.engine_url}/health",
        ),
        _ours("sandbox", "연습용 기관", "actions.agencies:create_app", settings.sandbox_port, settings.sandbox_url),
        _ours("actions", "발급 창구", "actions.app:create_app", settings.actions_port, settings.actions_url),
        _ours("wallet", "지갑", "wallet_bridge.wallet.app:create_app", settings.wallet_port, settings.wallet_url),
        _ours("counter", "민원 카운터", "channels.counter.app:create_app", settings.counter_port, settings.counter_url),
    )


def environment(settings: HouseSettings) -> Mapping[str, str]:
    """Give the environment of every process: absolute data folder, addresses, and nothing that prints secrets."""
    return {
        **os.environ,
        "MINWON_DATA": str(settings.data.resolve()),
        "MINWON_ACTIONS_URL": settings.actions_url,
        "MINWON_INTERNAL_TOKEN": token(settings.internal_token_file),
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": "",
    }


def _ours(name: str, title: str, target: str, port: int, url: str) -> Process:
    command = (sys.executable, "-m", "documents.service.serve", target, str(port))
    return Process(name, title, command, HOUSE, f"{url}/health")
