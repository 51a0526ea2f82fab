"""Runs npm `telegram-test-api` with the locked packages of ``messenger_node/``, installed once outside the tree."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.contract.wallet_bridge.node_counterpart import NODE, installed, placed

SOURCES = Path(__file__).with_name("messenger_node")


@contextmanager
def running_server() -> Iterator[str]:
    """Give the address of a server that ends with the block."""
    script = placed(SOURCES / "server.mjs", installed(SOURCES))
    with subprocess.Popen([NODE, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            assert port.isdecimal(), "the server did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
