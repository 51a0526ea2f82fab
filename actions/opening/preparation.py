"""What must be there before the doors open. Each step is a command of its own, run side by side."""

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from actions.opening.processes import HOUSE

_LINES_KEPT = 20


@dataclass(slots=True)
class Step:
    """One command of the preparation. ``line`` is the last thing it said, ``code`` its exit code once it has ended."""

    title: str
    command: tuple[str, ...]
    folder: Path = HOUSE
    said: deque[str] = field(default_factory=lambda: deque(maxlen=_LINES_KEPT))
    code: int | None = None

    @property
    def line(self) -> str:
        return self.said[-1] if self.said else ""

    def run(self, env: Mapping[str, str]) -> None:
        with subprocess.Popen(  # noqa: S603 - commands of this file only
            self.command,
            cwd=self.folder,
            env=dict(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as child:
            for line in child.stdout or ():
                if line.strip():
                    self.said.append(line.strip())
        self.code = child.returncode


ADMINISTRATOR = "직원 콘솔 관리자"


def steps() -> tuple[Step, ...]:
    return (
        Step("열쇠와 인증서", (sys.executable, "-m", "actions.opening.keys")),
        Step("카운터 화면", (sys.executable, "-m", "actions.opening.web")),
        Step(ADMINISTRATOR, (sys.executable, "-m", "channels.staff.first_administrator")),
        Step("한국어 모델", (str(HOUSE / "bot/.venv/bin/python"), "train.py"), HOUSE / "bot"),
    )


def administrator(done: tuple[Step, ...]) -> str:
    """Give what was said of the first administrator: the one-time password, until it has been used."""
    return next(step.line for step in done if step.title == ADMINISTRATOR)


def start(todo: tuple[Step, ...], env: Mapping[str, str]) -> list[threading.Thread]:
    """Run all steps at once, each in a thread; join them to wait."""
    threads = [threading.Thread(target=step.run, args=(env,), daemon=True) for step in todo]
    for thread in threads:
        thread.start()
    return threads
