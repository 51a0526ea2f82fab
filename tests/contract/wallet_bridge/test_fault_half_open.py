"""A wallet whose connection is half open: it takes the call and says nothing, or hangs up while it speaks."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

from documents.domain.errors import Unavailable
from documents.domain.resident import Ci
from tests.contract.wallet_bridge.wallet_house import KEY, WalletHouse, pdf, plain_client, sealed
from wallet_bridge import push

CI = Ci("c" * 88)


@contextlib.contextmanager
def speaking(house: WalletHouse, words: bytes, *, hang_up: bool) -> Iterator[None]:
    """Listen where the wallet should be, take one call, say ``words``, and hang up or hold the line."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", house.settings.wallet_port)) as door:

        def serve() -> None:
            line, _ = door.accept()
            with line:
                line.recv(65_536)
                line.sendall(words)
                if not hang_up:
                    ended.wait(20)

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        ended.set()
        thread.join(20)


def deliver(house: WalletHouse) -> None:
    with plain_client() as client, pytest.raises(Unavailable, match="wallet_down"):
        house.push(client).deliver(sealed(pdf()), pdf(), CI, KEY)


def test_a_wallet_that_takes_the_call_and_falls_silent_is_down(
    house: WalletHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "TIMEOUT", httpx.Timeout(0.3))
    with speaking(house, b"", hang_up=False):
        deliver(house)


def test_a_wallet_that_hangs_up_in_the_middle_of_its_answer_is_down(house: WalletHouse) -> None:
    with speaking(house, b'HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"receipt": "eyJ', hang_up=True):
        deliver(house)
