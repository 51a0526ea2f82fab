"""A wallet, and the practice agencies beside it, as real processes of this test: real HTTP, real databases."""

import contextlib
import hashlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from reportlab.pdfgen.canvas import Canvas

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber, normalise_check_code
from documents.domain.paper import SealedPaper
from documents.domain.verdict import CheckStatus, Mark, Verdict
from documents.news import News
from tests.ports import free_port
from wallet_bridge.push import WalletPush, open_push
from wallet_bridge.wallet.app import create_app
from wallet_bridge.wallet.settings import WalletSettings

ISSUED = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
"""Papers run out against the true clock."""
NUMBER = PaperNumber("1234567890123452")
CODE = "7KX2M9QA"
KEY = "a3" * 32


def pdf(line: str = "one paper") -> bytes:
    canvas = Canvas("paper.pdf", invariant=True)
    canvas.drawString(72, 720, line)
    return bytes(canvas.getpdfdata())


def sealed(content: bytes, number: PaperNumber = NUMBER) -> SealedPaper:
    digest = hashlib.sha256(content).hexdigest()
    return SealedPaper(number, PaperKind.RESIDENT_REGISTER, digest, ISSUED, ISSUED + timedelta(days=90), CODE)


@dataclass
class OneIssuedPaper:
    """A checker whose office has issued one paper."""

    content: bytes
    asked: list[str] = field(default_factory=list)

    def by_number(self, number: str, check_code: str) -> Verdict:
        self.asked.append(number)
        known = "".join(filter(str.isdigit, number)) == NUMBER.digits and normalise_check_code(check_code) == CODE
        return self._valid(None) if known else _unknown()

    def by_sha256(self, sha256: str) -> Verdict:
        return self._valid(sha256_match=True) if sha256 == hashlib.sha256(self.content).hexdigest() else _unknown()

    def by_file(self, content: bytes) -> Verdict:
        if content == self.content:
            return self._valid(sha256_match=True)
        now = datetime.now(UTC)
        if not content.startswith(b"%PDF-"):
            return Verdict(CheckStatus.UNREADABLE, Mark.UNCHECKED, now)
        return Verdict(CheckStatus.TAMPERED, Mark.TAMPERED, now, "TOTAL-FAILED", "HASH_FAILURE", sha256_match=False)

    def _valid(self, sha256_match: bool | None) -> Verdict:  # noqa: FBT001
        return Verdict(
            CheckStatus.VALID,
            Mark.GENUINE,
            datetime.now(UTC),
            kind=PaperKind.RESIDENT_REGISTER,
            issued_at=ISSUED,
            expires_at=ISSUED + timedelta(days=90),
            sha256_match=sha256_match,
        )


def _unknown() -> Verdict:
    return Verdict(CheckStatus.UNKNOWN, Mark.UNCHECKED, datetime.now(UTC))


def plain_client(**options: Any) -> httpx.Client:
    """A client for loopback http only: an empty trust store, because loading the real one takes a tenth of a second."""
    return httpx.Client(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **options)


def ask(method: str, url: str, **options: Any) -> httpx.Response:
    """Send one request as somebody without cookies."""
    with plain_client() as client:
        return client.request(method, url, **options)


@contextlib.contextmanager
def serve(app: FastAPI, port: int) -> Iterator[str]:
    """Run ``app`` in a thread of its own and stop it cleanly."""
    started = threading.Event()
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=2)
    )
    startup = server.startup

    async def told(*arguments: object, **more: object) -> None:
        await startup(*arguments, **more)  # type: ignore[arg-type]
        started.set()

    server.startup = told  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        assert started.wait(60), "the server did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(60)


@dataclass(frozen=True)
class WalletHouse:
    """A data folder and the port at which its wallet runs, when it runs."""

    settings: WalletSettings
    checker: OneIssuedPaper

    @property
    def url(self) -> str:
        return self.settings.wallet_url

    def running(self) -> contextlib.AbstractContextManager[str]:
        return serve(create_app(self.settings, checker=self.checker), self.settings.wallet_port)

    def push(self, client: httpx.Client) -> WalletPush:
        return open_push(self.url, News(self.url), self.settings.keys, lambda: datetime.now(UTC), client)


def wallet_house(data: Path, **settings: object) -> WalletHouse:
    values = {"data": data, "wallet_port": free_port(), "sandbox_port": free_port(), **settings}
    return WalletHouse(WalletSettings.model_validate(values), OneIssuedPaper(pdf()))
