"""The seal with its key in a file and in a PKCS#11 module (SoftHSM2), turn about; and what following a change costs."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from documents.domain.paper import PaperDraft
from documents.sealing import PaperSealer, open_ring
from documents.sealing.lines import SEAL, TSA
from documents.sealing.renewing import open_care
from tests.bench.figures import Figure, cpu_ms, figure, wall_ms
from tests.contract.documents.soft_token import SoftToken

PKI_URL = "http://127.0.0.1:8200/pki"
ROUNDS, A_ROUND = 6, 10
"""Turn about in short rounds, so that a busy minute of the machine falls on both."""


def measure(page: bytes, draft: PaperDraft) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        token = SoftToken(Path(folder) / "module")
        try:
            yield from _seals(Path(folder), token, page, draft)
            yield from _following(Path(folder) / "file")
        finally:
            token.close()


def _seals(folder: Path, token: SoftToken, page: bytes, draft: PaperDraft) -> Iterator[Figure]:
    places = {"file": None, "module": token.seal_keys()}
    sealed: dict[str, list[float]] = {name: [] for name in places}
    signed: dict[str, list[float]] = {name: [] for name in places}
    rings = {name: open_ring(folder / name, _now, PKI_URL, place) for name, place in places.items()}
    for _ in range(ROUNDS):
        for name, ring in rings.items():
            sealer, raw = PaperSealer(ring, _now), ring.current().key.raw
            sealed[name] += cpu_ms(lambda sealer=sealer: sealer.seal(page, draft), A_ROUND)
            signed[name] += cpu_ms(lambda raw=raw: raw.sign(b"0" * 300), A_ROUND)
    for name in places:
        yield figure(f"seal: key in a {name}", sealed[name], "ms CPU")
        yield figure(f"seal: raw signature in a {name}", signed[name], "ms CPU")
    yield Figure("seal: module / file", median(sealed["module"]) / median(sealed["file"]), None, "×", "SoftHSM2")


def _following(folder: Path) -> Iterator[Figure]:
    ring, care = open_ring(folder, _now, PKI_URL), open_care(folder, _now, PKI_URL)
    asking = wall_ms(lambda: [ring.current() for _ in range(1000)], 20)  # µs each
    yield figure("seal: are these still the keys?", asking, "µs", "five stat calls")

    def changed(change: Callable[[], object]) -> Callable[[], object]:
        return lambda: (change(), ring.current())

    yield figure("seal: renew and follow", wall_ms(changed(lambda: care.renew(SEAL)), 20), "ms", "two fsyncs a file")
    yield figure("seal: rotate the time-stamp key and follow", wall_ms(changed(lambda: care.rotate(TSA)), 20), "ms")
    shutil.rmtree(folder)


def _now() -> datetime:
    return datetime.now(UTC)
