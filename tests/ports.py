"""Ports for the servers that tests start."""

import os
import random
import socket

_FIRST, _A_WORKER = 12_000, 4_000


def free_port() -> int:
    """Give a loopback port on which nobody listens.

    Each test worker has a range of its own, and all lie below those that the kernel hands to clients: so nobody else
    takes the port between this answer and the server's start.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = _FIRST + worker % 5 * _A_WORKER
    while True:
        port = random.randrange(first, first + _A_WORKER)  # noqa: S311 - keeps no secret
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0 and _binds(port):
                return port


def _binds(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
