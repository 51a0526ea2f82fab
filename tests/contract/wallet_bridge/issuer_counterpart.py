"""Runs the Node wallet of ``issuer_node/``: one process, one order a line. Nothing of ours is on that side."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.contract.wallet_bridge.node_counterpart import NODE, installed, placed

SOURCES = Path(__file__).with_name("issuer_node")


class NodeWallet:
    """``wallet("token", offer=…)`` gives the answer of an order; what was refused is ``{"refused": code}``."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def __call__(self, order: str, **values: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": order, **values}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the wallet died"
        return json.loads(line)


@contextmanager
def node_wallet() -> Iterator[NodeWallet]:
    command = [str(NODE), str(placed(SOURCES / "wallet.mjs", installed(SOURCES)))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield NodeWallet(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0
