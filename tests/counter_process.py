"""The real counter process beside a fake engine and a fake office, and a citizen who talks to it over HTTP."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from channels.words import read_words
from tests.fakes_engine import FakeEngine, Served, serving
from tests.fakes_office import FakeOffice
from tests.ports import free_port

Message = dict[str, Any]
ROOT = Path(__file__).parents[1]
WAIT = 60.0
_EXCUSES = frozenset({read_words().slow.text, read_words().down.text})


@dataclass
class Counter:
    """``kill`` is SIGKILL; ``start`` begins anew on the same data and the same port."""

    data: Path
    engine: FakeEngine
    office: FakeOffice
    engine_server: Served
    office_server: Served
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    clients: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def internal(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {(self.data / 'internal.token').read_text().strip()}"}

    def start(self) -> None:
        settings = {
            "MINWON_DATA": str(self.data),
            "MINWON_ENGINE_PORT": str(self.engine_server.port),
            "MINWON_ACTIONS_PORT": str(self.office_server.port),
            "MINWON_PATIENCE": "2.8",
            "MINWON_HOURS_FILE": str(always_open(self.data)),
            "MINWON_ROUNDS_EVERY": "0.1",
            **self.more,
        }
        command = [sys.executable, "-m", "documents.service.serve", "channels.counter.app:create_app", str(self.port)]
        with (self.data / "counter.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=subprocess.STDOUT
            )
        eventually(self._listens, "the counter does not start", seconds=180)

    def _listens(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.data / "counter.log").read_text()[-3000:]
        try:
            return httpx.get(f"{self.url}/openapi.json", trust_env=False).is_success
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(60)

    def stop(self) -> int:
        """End it as a supervisor would and give its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def citizen(self) -> "Citizen":
        return Citizen(self)

    def log(self) -> str:
        return (self.data / "counter.log").read_text("utf-8")


def always_open(folder: Path) -> Path:
    """Write a table of hours by which people sit at the counter at any time a test may run."""
    table = folder / "hours.yml"
    week = {day: ["00:00", "00:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    table.write_text(json.dumps({"week": week, "holidays": False}))
    return table


@contextmanager
def counter_beside_fakes(data: Path, **more: str) -> Iterator[Counter]:
    engine, office = FakeEngine(), FakeOffice()
    with serving(engine.app()) as engine_server, serving(office.app()) as office_server:
        counter = Counter(data, engine, office, engine_server, office_server, more)
        try:
            counter.start()
            yield counter
        finally:
            engine.released.set()
            counter.clients.close()
            counter.kill()


class Citizen:
    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.http = counter.clients.enter_context(httpx.Client(base_url=counter.url, timeout=WAIT, trust_env=False))
        begun = self.http.post("/api/conversations", json={"channel": "web"})
        assert begun.status_code == 201, begun.text
        self.id, self.token = begun.json()["id"], begun.json()["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    @property
    def path(self) -> str:
        return f"/api/conversations/{self.id}"

    def say(self, text: str, client_id: str | None = None) -> int:
        return self.send(text=text, client_id=client_id)

    def press(self, payload: str) -> int:
        return self.send(payload=payload)

    def send(self, client_id: str | None = None, **body: str) -> int:
        answer = self.post(client_id, **body)
        assert answer.status_code == 202, answer.text
        return int(answer.json()["seq"])

    def post(self, client_id: str | None = None, **body: str) -> httpx.Response:
        return self.http.post(f"{self.path}/messages", json={"client_id": client_id or str(uuid.uuid4()), **body})

    def read(self, after: int = 0, wait: float = 0) -> list[Message]:
        answer = self.http.get(f"{self.path}/messages", params={"after": after, "wait": wait})
        assert answer.status_code == 200, answer.text
        messages: list[Message] = answer.json()["messages"]
        return messages

    def wait_for(self, wanted: Callable[[Message], bool], seconds: float = WAIT) -> Message:
        """Read on until a message is ``wanted``."""
        end, seen = time.monotonic() + seconds, self.read()
        while time.monotonic() < end:
            for message in seen:
                if wanted(message):
                    return message
            seen += self.read(seen[-1]["seq"] if seen else 0, wait=1)
        raise AssertionError(seen)

    def wait_for_text(self, text: str, seconds: float = WAIT) -> Message:
        return self.wait_for(lambda message: message["text"] == text, seconds)

    def news(self, kind: str, body: dict[str, Any], event: str | None = None) -> httpx.Response:
        """Let the office report to this conversation."""
        report = {"id": event or str(uuid.uuid4()), "type": kind, "body": body, "at": "2026-03-05T06:12:00+00:00"}
        path = f"/internal/conversations/{self.id}/events"
        return self.http.post(path, json=report, headers=self.counter.internal)


def open_socket(citizen: Citizen, after: int = 0, **headers: str) -> ClientConnection:
    address = f"{citizen.counter.url.replace('http', 'ws')}{citizen.path}/socket?after={after}"
    given = headers or {"Authorization": f"Bearer {citizen.token}"}
    return connect(address, additional_headers=given, proxy=None, open_timeout=WAIT)


def is_excuse(message: Message) -> bool:
    """Tell whether the counter only says that an answer takes longer, which it may do whenever the machine is slow."""
    return message["from"] == "system" and message["text"] in _EXCUSES


def next_message(socket: ClientConnection) -> Message:
    while True:
        frame: Message = json.loads(socket.recv(timeout=WAIT))
        if "seq" in frame and not is_excuse(frame):
            return frame


def eventually(holds: Callable[[], bool], complaint: str, seconds: float = WAIT) -> None:
    """Look again and again until ``holds``."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, complaint
        time.sleep(0.02)
