"""The actions and the practice agencies as processes; a small counter that keeps news and takes complaints."""

# ruff: noqa: S310 - the addresses are our own, on loopback

import json
import os
import secrets
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cases import Cases

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
PATIENCE = 60
JUNHO = {"name": "이준호", "birth_date": "1986-11-02", "phone": "010-0000-0002", "provider": "citizen"}
HYEYOUNG = {"name": "류혜영", "birth_date": "1973-04-08", "phone": "010-0000-0013", "provider": "citizen"}


@dataclass
class Office:
    data: Path
    ports: dict[str, int] = field(default_factory=dict)
    _news: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    _told: threading.Condition = field(default_factory=threading.Condition)
    _children: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _counter: ThreadingHTTPServer | None = None
    cases: Cases = field(default_factory=Cases)

    @property
    def token(self) -> str:
        return (self.data / "internal.token").read_text().strip()

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.ports['actions']}/webhook"

    def open(self) -> None:
        self._counter = ThreadingHTTPServer(("127.0.0.1", 0), self._listener())
        threading.Thread(target=self._counter.serve_forever, daemon=True).start()
        self.ports = {name: _free_port() for name in ("actions", "sandbox", "wallet", "engine")}
        self.ports["counter"] = self._counter.server_address[1]
        subprocess.run([PYTHON, "-m", "actions.opening.keys"], cwd=ROOT, env=self._environment(), check=True)
        for name, target in (("sandbox", "actions.agencies:create_app"), ("actions", "actions.app:create_app")):
            self._start(target, self.ports[name])
        for name in ("sandbox", "actions"):
            self._wait(
                lambda name=name: _answers(f"http://127.0.0.1:{self.ports[name]}/health"), f"{name} did not open"
            )

    def close(self) -> None:
        for child in self._children:
            child.terminate()
        for child in self._children:
            child.wait(PATIENCE)
        if self._counter:
            self._counter.shutdown()

    def ask_on_phone(self, conversation: str, person: dict[str, str] = JUNHO) -> None:
        """Do what the secure panel does: hand the person to the identity service."""
        self._post(f"{self._url('actions')}/internal/identity", {"conversation": conversation, **person})

    def press(self, button: str, person: dict[str, str] = JUNHO) -> None:
        """Press "approve" or "refuse" on the practice phone, as soon as the request has come."""
        url = f"{self._url('sandbox')}/phone/{person['phone']}/{button}"
        self._wait(lambda: self._post(url, {}, accept_failure=True), f"no request to {button}")

    def news(self, conversation: str, kind: str) -> dict[str, Any]:
        """Wait until the office tells the counter news of ``kind`` about ``conversation``; give it and take it away."""
        until = time.monotonic() + PATIENCE
        with self._told:
            while True:
                for told in self._news[conversation]:
                    if told["type"] == kind:
                        self._news[conversation].remove(told)
                        return told
                if not self._told.wait(until - time.monotonic()):
                    raise AssertionError(f"no news {kind}; told: {[each['type'] for each in self._news[conversation]]}")

    def _url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def _environment(self) -> dict[str, str]:
        ports = {f"MINWON_{name.upper()}_PORT": str(port) for name, port in self.ports.items()}
        return {**os.environ, "MINWON_DATA": str(self.data), "PYTHONPATH": "", "PYTEST_CURRENT_TEST": "", **ports}

    def _start(self, target: str, port: int) -> None:
        command = [PYTHON, "-m", "documents.service.serve", target, str(port)]
        log = (self.data / f"{target.split(':', maxsplit=1)[0]}.log").open("wb")
        self._children.append(
            subprocess.Popen(command, cwd=ROOT, env=self._environment(), stdout=log, stderr=subprocess.STDOUT)
        )

    def _post(self, url: str, body: dict[str, Any], *, accept_failure: bool = False) -> bool:
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/json",
        }
        try:
            with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers), timeout=10):
                return True
        except urllib.error.HTTPError as error:
            if accept_failure:
                return False
            raise AssertionError(f"{error.code}: {error.read().decode()[:500]}") from error

    def _wait(self, true: Callable[[], bool], why: str) -> None:
        until = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > until:
                raise AssertionError(why)
            time.sleep(0.05)  # the polling interval of a deadline, not a wait for luck

    def _listener(self) -> type[BaseHTTPRequestHandler]:
        house = self

        class Listener(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not self.path.endswith("/events"):
                    self._complaint(told)
                    return
                with house._told:
                    house._news[self.path.split("/")[-2]].append(told)
                    house._told.notify_all()
                self.send_response(202)
                self.end_headers()

            def do_GET(self) -> None:
                self._complaint({})

            def _complaint(self, body: dict[str, Any]) -> None:
                with house._told:
                    status, answer = house.cases.answer(self.command, self.path, body)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Listener


def conversation_id() -> str:
    return secrets.token_urlsafe(18)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True  # it answers; the wallet, a part of its health, is not there
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
