"""``make run``: prepare, open the five processes under supervisord, show them, close them on Ctrl-C."""

import signal
import sys
import threading
from types import FrameType

import httpx
from rich.console import Console

from actions.opening import preparation
from actions.opening.display import Display, addresses, process_rows, step_rows
from actions.opening.preparation import Step
from actions.opening.processes import Process, environment, processes
from actions.opening.supervision import Supervisor
from documents.service.secret_files import token
from documents.service.settings import HouseSettings

_HEALTH_SECONDS = 2.0
_WATCH_SECONDS = 1.0


def main() -> int:
    settings, console, closing = HouseSettings(), Console(), threading.Event()

    def close(_signal: int, _frame: FrameType | None) -> None:
        closing.set()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, close)
    for folder in ("logs", "keys", "papers", "model"):
        (settings.data / folder).mkdir(parents=True, exist_ok=True)
    token(settings.engine_token_file)
    display = Display(console)
    steps = preparation.steps()
    if not _prepare(settings, steps, display, console, closing):
        return 0 if closing.is_set() else 1
    return _open(settings, display, console, closing, preparation.administrator(steps))


def _prepare(
    settings: HouseSettings, steps: tuple[Step, ...], display: Display, console: Console, closing: threading.Event
) -> bool:
    threads = preparation.start(steps, environment(settings))

    def ended(seconds: float) -> bool:
        return closing.wait(seconds) or not any(thread.is_alive() for thread in threads)

    display.follow(lambda: step_rows(steps), ended)
    for step in steps:
        if step.code not in (0, None):
            console.print(f"[red]{step.title}: 준비하지 못했어요[/]", *step.said, sep="\n  ")
    return all(step.code == 0 for step in steps)


def _open(
    settings: HouseSettings, display: Display, console: Console, closing: threading.Event, administrator: str
) -> int:
    house = processes(settings)
    supervisor = Supervisor(settings, house)
    up: set[str] = set()
    try:

        def open_or_closing(seconds: float) -> bool:
            up.update(p.name for p in house if p.name not in up and _well(p))
            return closing.wait(seconds) or len(up) == len(house) or not supervisor.alive

        display.follow(lambda: process_rows(house, up), open_or_closing)
        if supervisor.alive and not closing.is_set():
            console.print(addresses(settings, administrator))
        while supervisor.alive and not closing.wait(_WATCH_SECONDS):
            pass
        if not closing.is_set():
            console.print(f"[red]감독 프로세스가 멈췄어요. {settings.data / 'logs/supervisord.log'}를 봐 주세요.[/]")
            return 1
        return 0
    finally:
        console.print("닫는 중…")
        supervisor.stop()
        console.print("모두 닫았어요.")


def _well(process: Process) -> bool:
    try:
        return httpx.get(process.health_url, timeout=_HEALTH_SECONDS).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    sys.exit(main())
