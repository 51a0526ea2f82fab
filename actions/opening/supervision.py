"""supervisord keeps the five processes alive; this file writes its configuration and starts and stops it."""

import configparser
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from actions.opening.processes import Process, environment
from documents.service.settings import HouseSettings

STOP_SECONDS = 15


class Supervisor:
    """A running supervisord. ``stop`` ends it and all its processes; they get SIGTERM first."""

    def __init__(self, settings: HouseSettings, processes: Sequence[Process]) -> None:
        configuration = settings.data / "supervisord.conf"
        with configuration.open("w") as file:
            _configuration(settings, processes).write(file)
        self._child = subprocess.Popen(  # noqa: S603 - our own configuration
            [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", str(configuration)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(settings),
            start_new_session=True,  # Ctrl-C reaches the display only, which then stops us in order
        )

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def stop(self) -> None:
        if self.alive:
            self._child.send_signal(signal.SIGTERM)
            self._child.wait()


def _configuration(settings: HouseSettings, processes: Sequence[Process]) -> configparser.ConfigParser:
    data = settings.data.resolve()
    parser = configparser.ConfigParser(interpolation=None)
    parser["supervisord"] = {
        "logfile": _escaped(data / "logs/supervisord.log"),
        "logfile_maxbytes": "10MB",
        "pidfile": _escaped(data / "supervisord.pid"),
        "childlogdir": _escaped(data / "logs"),
    }
    if os.getuid() == 0:
        parser["supervisord"]["user"] = "root"  # supervisord asks that this be said
    for process in processes:
        parser[f"program:{process.name}"] = _program(process, data)
    return parser


def _program(process: Process, data: Path) -> dict[str, str]:
    return {
        "command": _escaped(shlex.join(process.command)),
        "directory": _escaped(process.folder),
        "autorestart": "true",
        "startsecs": "2",
        "startretries": "1000000",  # a part that will not start is tried again for as long as the house is open
        "stopwaitsecs": str(STOP_SECONDS),
        "stopasgroup": "true",
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": _escaped(data / f"logs/{process.name}.log"),
        "stdout_logfile_maxbytes": "20MB",
        "stdout_logfile_backups": "3",
    }


def _escaped(value: Path | str) -> str:
    return str(value).replace("%", "%%")
